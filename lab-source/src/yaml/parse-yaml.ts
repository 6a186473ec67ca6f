import {
  LineCounter,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type YAMLError,
} from 'yaml'
import type { LabProblem } from '../problem.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

/** A YAML text with its value and the place of every node. */
export interface YamlSource {
  readonly value: unknown
  readonly problems: LabProblem[]
  /** Place of the value at `path`, or of the nearest parent that exists. */
  placeOf(path: readonly PropertyKey[]): Place
  /** Place of the key at the end of `path` (its value’s place in a list). */
  placeOfKey(path: readonly PropertyKey[]): Place
}

interface Step {
  readonly value: Node | undefined
  readonly key: Node | undefined
}

const step = (node: Node | undefined, part: PropertyKey): Step | undefined => {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
    )
    return pair && { key: pair.key as Node, value: (pair.value ?? undefined) as Node | undefined }
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part] as Node | undefined
    return item && { key: item, value: item }
  }
  return undefined
}

const follow = (document: Document, path: readonly PropertyKey[]): Step => {
  let here: Step = { key: undefined, value: document.contents as Node | undefined }
  for (const part of path) {
    const next = step(here.value, part)
    if (!next) return here
    here = next
  }
  return here
}

/** The library's own sentence, but where it speaks to programmers. */
const sentenceOf = ({ code, message }: YAMLError): string => {
  if (code === 'MULTIPLE_DOCS') return 'there is a second document after "---"; a lab is one'
  if (message.startsWith('Maximum call stack')) return 'it is nested too deeply'
  return message.split('\n')[0] ?? ''
}

/** Gives the value, or why there is none: aliases that multiply beyond measure, nesting beyond the stack. */
const valueOf = (document: Document): { value: unknown } | { problem: string } => {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    if (error instanceof ReferenceError) return { problem: 'its aliases multiply too much' }
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' }
    throw error
  }
}

/**
 * Parses YAML 1.2 (no anchors are expanded beyond 100 aliases, duplicate keys are errors). Syntax errors become
 * problems of rule `yaml`; the value is then what could be read.
 */
export const parseYaml = (text: string, file: string): YamlSource => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })
  const at = (offset: number | undefined): Place => {
    const { line, col } = counter.linePos(offset ?? 0)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const place = (node: Node | undefined): Place => at(node?.range?.[0])
  const found = [...document.errors, ...document.warnings].map((error) => ({
    file,
    ...at(error.pos[0]),
    rule: 'yaml',
    severity: 'error' as const,
    message: `This is not valid YAML: ${sentenceOf(error)}.`,
  }))
  // One bracket too few is told once for each that is open.
  const problems = found.filter(
    (problem, index) =>
      found.findIndex(
        ({ line, column, message }) =>
          line === problem.line && column === problem.column && message === problem.message,
      ) === index,
  )
  const refuse = (message: string): void =>
    void problems.push({ file, line: 1, column: 1, rule: 'yaml', severity: 'error', message })
  const read = problems.length > 0 ? { value: undefined } : valueOf(document)
  if ('problem' in read) refuse(`This is not usable YAML: ${read.problem}.`)
  return {
    value: 'value' in read ? read.value : undefined,
    problems,
    placeOf: (path) => {
      const { value, key } = follow(document, path)
      return place(value ?? key)
    },
    placeOfKey: (path) => {
      const { value, key } = follow(document, path)
      return place(key ?? value)
    },
  }
}
