import { duration } from '@noops-dojo/contracts'
import { z } from 'zod'

/** The parts of a JSON Schema that are walked here. */
interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema | boolean
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  const?: unknown
  pattern?: string
}

const alternatives = (schema: Schema, root: Schema): Schema[] => {
  if (schema.$ref) {
    const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    return target ? alternatives(target, root) : []
  }
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return parts.length > 0 ? parts.flatMap((part) => alternatives(part, root)) : [schema]
}

/** Alternatives that do not contradict what the file says: `mode: quiz` leaves only the quiz task. */
const compatible = (schema: Schema, value: unknown): boolean =>
  Object.entries(schema.properties ?? {}).every(([key, { const: wanted }]) => {
    const said = (value as Record<string, unknown> | null)?.[key]
    return wanted === undefined || said === undefined || said === wanted
  })

const below = (schema: Schema, key: PropertyKey): Schema[] => {
  const found =
    typeof key === 'number'
      ? (schema.prefixItems?.[key] ?? schema.items)
      : (schema.properties?.[String(key)] ?? schema.additionalProperties)
  return typeof found === 'object' ? [found] : []
}

/** What `schema` allows at `path` of `value`, each form of it. */
const formsAt = (schema: z.ZodType, path: readonly PropertyKey[], value: unknown): Schema[] => {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  let here = alternatives(root, root)
  let said: unknown = value
  for (const key of path) {
    here = here.filter((item) => compatible(item, said)).flatMap((item) => below(item, key))
    here = here.flatMap((item) => alternatives(item, root))
    said = (said as Record<PropertyKey, unknown> | null)?.[key]
  }
  return here.filter((item) => compatible(item, said))
}

/** Gives the keys that `schema` allows in the object at `path` of `value`; empty where any key is allowed. */
export const knownKeys = (schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] => [
  ...new Set(formsAt(schema, path, value).flatMap((item) => Object.keys(item.properties ?? {}))),
]

const { pattern: durationPattern } = z.toJSONSchema(duration) as Schema

/** Whether a duration has to stand at `path` of `value`. */
export const isDurationAt = (schema: z.ZodType, path: readonly PropertyKey[], value: unknown): boolean =>
  formsAt(schema, path, value).some(({ pattern }) => pattern === durationPattern)
