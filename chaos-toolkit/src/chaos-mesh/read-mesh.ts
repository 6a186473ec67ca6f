import { LineCounter, parseAllDocuments } from 'yaml'
import { invalidSource } from '../failure/chaos-error.ts'
import { isMapping } from '../value/mapping.ts'
import type { MeshSpec } from './spec.ts'

/** Whether a text holds objects of Chaos Mesh. */
export const isMeshText = (text: string): boolean =>
  /^\s*["']?apiVersion["']?\s*:\s*["']?chaos-mesh\.org\//m.test(text)

/** Reads every Chaos Mesh object of a YAML (or JSON) file. Throws InvalidSource with the place of what is wrong. */
export const readMesh = (text: string, name: string): MeshSpec[] => {
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const [error] = document.errors
    if (error) {
      const { line, col } = counter.linePos(error.pos[0])
      throw invalidSource(`${name}:${line}:${col}: this is not valid YAML: ${error.message.split('\n')[0]}`)
    }
    const value = document.toJS({ maxAliasCount: 100 }) as unknown
    if (!isMapping(value) || !String(value.apiVersion).startsWith('chaos-mesh.org/')) return []
    const kind = String(value.kind)
    const metadata = isMapping(value.metadata) ? value.metadata : {}
    const { line } = counter.linePos(document.contents?.range?.[0] ?? 0)
    const spec = isMapping(value.spec) ? value.spec : {}
    return [{ kind, title: `${kind} ${String(metadata.name ?? '')}`.trim(), spec, line }]
  })
}
