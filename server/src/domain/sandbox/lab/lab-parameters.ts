import { createHash } from 'node:crypto'
import type { LabSpec } from '@noops-dojo/contracts'

type ParamSpecs = LabSpec['params']
export type ParamValues = Record<string, string | number>

/** A whole number in [0, count), the same for the same seed and purpose; 48 bits of SHA-256, bias below 2^-28. */
export const drawIndex = (seed: string, purpose: string, count: number): number =>
  createHash('sha256').update(`${seed}\0${purpose}`).digest().readUIntBE(0, 6) % count

const isSecret = (spec: ParamSpecs[string]): boolean => 'pick' in spec && spec.secret

/** The values of all parameters of a lab, secret ones too; a function of the seed and the parameter’s name alone. */
export const drawParameters = (specs: ParamSpecs, seed: string): ParamValues =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      if ('pick' in spec)
        return [name, spec.pick[drawIndex(seed, `param:${name}`, spec.pick.length)] as string]
      const [low, high] = spec.int
      return [name, low + drawIndex(seed, `param:${name}`, Math.max(1, high - low + 1))]
    }),
  )

/** What the learner and the workstation may know. A parameter that the lab no longer has counts as secret. */
export const publicParameters = (specs: ParamSpecs, values: ParamValues): ParamValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => specs[name] !== undefined && !isSecret(specs[name])),
  )

/** Parameters as environment variables. */
export const parameterEnv = (values: ParamValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

/** Replaces `${NAME}` by its value; an unknown name stays as it is. */
export const fillIn = (text: string, values: ParamValues): string =>
  text.replace(/\$\{([A-Z][A-Z0-9_]*)\}/g, (whole, name: string) =>
    values[name] === undefined ? whole : String(values[name]),
  )
