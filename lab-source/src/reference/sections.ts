import { isLocalized } from './type-name.ts'
import type { Schema } from './json-schema.ts'

/** One table of the reference: the keys of a map. */
export interface Section {
  readonly title: string
  /** Added to the title when another branch has a section of the same title with other keys: `, mode: alert`. */
  readonly branch?: string
  readonly description: string | undefined
  readonly properties: Readonly<Record<string, Schema>>
  readonly required: readonly string[]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Keys that every branch has, in the same form. */
const commonKeys = (branches: readonly Schema[]): string[] =>
  Object.entries(branches[0]?.properties ?? {})
    .filter(([key, value]) => branches.every(({ properties }) => same(properties?.[key], value)))
    .map(([key]) => key)

const pick = (schema: Schema, keys: readonly string[]): Pick<Section, 'properties' | 'required'> => ({
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([key]) => keys.includes(key)),
  ),
  required: (schema.required ?? []).filter((key) => keys.includes(key)),
})

const modeOf = ({ properties }: Schema): string => {
  const mode = properties?.mode?.const
  return mode === undefined ? (Object.keys(properties ?? {})[0] ?? '') : `mode: ${String(mode)}`
}

/** A union of maps: what all have in common first, then what each adds. */
const unionSections = (title: string, branches: readonly Schema[]): Section[] => {
  const common = commonKeys(branches)
  const first = branches[0] as Schema
  const shared = common.length === 0 ? [] : [{ title, description: undefined, ...pick(first, common) }]
  return [
    ...shared,
    ...branches.flatMap((branch) => {
      const own = Object.keys(branch.properties ?? {}).filter((key) => !common.includes(key))
      return [{ title: `${title}, ${modeOf(branch)}`, description: branch.description, ...pick(branch, own) }]
    }),
  ]
}

const below = (title: string, schema: Schema): Section[] => {
  const branches = (schema.oneOf ?? schema.anyOf ?? []).filter(({ properties }) => properties !== undefined)
  if (branches.length > 0) {
    const tables = unionSections(title, branches)
    return tables.flatMap((table) => {
      const branch = table.title.slice(title.length)
      return [table, ...nested(title, table.properties).map((section) => ({ branch, ...section }))]
    })
  }
  if (schema.type === 'array' && typeof schema.items === 'object') return below(`${title}[]`, schema.items)
  if (isLocalized(schema)) return []
  if (schema.properties) {
    const { properties, required = [], description } = schema
    return [{ title, description, properties, required }, ...nested(title, properties)]
  }
  return typeof schema.additionalProperties === 'object'
    ? below(`${title}.<name>`, schema.additionalProperties)
    : []
}

const nested = (title: string, properties: Section['properties']): Section[] =>
  Object.entries(properties).flatMap(([key, value]) => below(title === '' ? key : `${title}.${key}`, value))

/** Gives every table of the format, parents before what is in them, each once. */
export const sectionsOf = (schema: Schema): Section[] => {
  const seen = new Map<string, Section>()
  return below('', schema).flatMap((section) => {
    const twin = seen.get(section.title)
    if (twin && same(twin.properties, section.properties)) return []
    const title = twin ? `${section.title}${section.branch ?? ''}` : section.title
    if (seen.has(title)) return []
    seen.set(title, section)
    return [{ ...section, title }]
  })
}
