import { labFile } from '@noops-dojo/contracts'
import { z } from 'zod'

/** The parts of JSON Schema that the lab format uses. */
export interface Schema {
  readonly $schema?: string
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema | boolean
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** Gives the JSON Schema of lab.yaml as an author writes it: what has a default may be left out. */
export const labJsonSchema = (): Schema => {
  const schema = z.toJSONSchema(labFile, { io: 'input', unrepresentable: 'any' }) as Schema
  return { ...schema, description: 'A lab of NoOps Dojo: lab.yaml. Generated from contracts; do not edit.' }
}
