import { z } from 'zod'
import { suggestion } from '../../yaml/nearest.ts'
import { faultList } from './known-faults.ts'
import { errorRule, type Finding } from '../rule.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
interface ParamsSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

/** What is bound only when somebody claims the sandbox is judged then. */
const isBoundLater = (value: unknown): boolean => JSON.stringify(value).includes('${')

const problemsOf = (
  use: string,
  given: Readonly<Record<string, unknown>>,
): [string | undefined, string][] => {
  const fault = faultList.find(({ name }) => name === use)
  if (!fault) return []
  const { properties = {}, required = [] } = fault.params as ParamsSchema
  const names = Object.keys(properties)
  const known = names.length === 0 ? 'It has none.' : `There are ${names.join(', ')}.`
  const wrong = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (schema === undefined)
      return [[name, `${use} has no parameter "${name}".${suggestion(name, names)} ${known}`]]
    if (isBoundLater(value)) return []
    const issue = z.fromJSONSchema(schema).safeParse(value).error?.issues[0]
    return issue ? [[name, `${name} of ${use}: ${issue.message}.`]] : []
  })
  const missing = required.filter((name) => !Object.hasOwn(given, name))
  return [...wrong, ...missing.map((name): [undefined, string] => [undefined, `${use} needs "${name}".`])]
}

/** The server would refuse the lab when it reads it; here it is said with its line. */
export const faultParameterRule = errorRule(
  'fault-parameters',
  'A fault of the lab has the parameters that the registry states.',
  ({ lab }) =>
    Object.entries(lab.spec.faults).flatMap(([id, fault]): Finding[] =>
      problemsOf(fault.use, fault.with).map(([name, message]) => ({
        path: ['spec', 'faults', id, ...(name === undefined ? [] : ['with', name])],
        message,
      })),
    ),
)
