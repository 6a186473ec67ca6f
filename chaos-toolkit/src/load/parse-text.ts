import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml'
import { invalidSource, type ExperimentPath } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import { pythonTags } from './python-yaml.ts'
import type { ExperimentSource } from './source.ts'

const child = (node: Node | undefined, part: string | number): Node | undefined => {
  if (isSeq(node)) return node.items[Number(part)] as Node | undefined
  if (!isMap(node)) return undefined
  // The last of two equal keys counts, as in Python.
  const pair = node.items.findLast(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
  )
  return (pair?.value ?? undefined) as Node | undefined
}

const follow = (document: Document, path: ExperimentPath): Node | undefined => {
  let here = document.contents as Node | undefined
  for (const part of path) {
    const next = child(here, part)
    if (next === undefined) return here
    here = next
  }
  return here
}

const sourceOf = (
  name: string,
  document: Document,
  counter: LineCounter,
  value: unknown,
): ExperimentSource => ({
  name,
  value,
  placeOf: (path) => {
    const { line, col } = counter.linePos(follow(document, path)?.range?.[0] ?? 0)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  },
  isFloat: (path) => {
    const node = follow(document, path)
    return isScalar(node) && typeof node.value === 'number' && /[.eE]/.test(node.source ?? '')
  },
})

const documentOf = (text: string, version: '1.1' | '1.2') => {
  const counter = new LineCounter()
  const document = parseDocument(text, {
    ...{ version, lineCounter: counter, uniqueKeys: false, prettyErrors: false },
    ...(version === '1.1' ? { customTags: pythonTags } : {}),
  })
  return { counter, document }
}

/** Reads JSON. Throws PythonError (JSONDecodeError), which the real tool does not catch. */
export const parseJson = (text: string, name: string): ExperimentSource => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new PythonError('json.decoder.JSONDecodeError', `${name}: ${(error as Error).message}`)
  }
  const { counter, document } = documentOf(text, '1.2')
  return sourceOf(name, document, counter, value)
}

/** Reads YAML as PyYAML’s `safe_load` does. Throws InvalidSource. */
export const parseYaml = (text: string, name: string): ExperimentSource => {
  const { counter, document } = documentOf(text, '1.1')
  const [error] = document.errors
  if (error) {
    const { line, col } = counter.linePos(error.pos[0])
    throw invalidSource(
      `Failed parsing YAML experiment: ${name}:${line}:${col}: ${error.message.split('\n')[0]}`,
    )
  }
  return sourceOf(name, document, counter, document.toJS({ maxAliasCount: 100 }))
}
