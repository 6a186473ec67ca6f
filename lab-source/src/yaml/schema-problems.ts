import type { z } from 'zod'
import type { LabProblem } from '../problem.ts'
import { isDurationAt, knownKeys } from './known-keys.ts'
import { suggestion } from './nearest.ts'
import type { YamlSource } from './parse-yaml.ts'

type Issue = z.core.$ZodIssue

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map of keys' : `the ${typeof value} ${JSON.stringify(value)}`
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (here, part) => (here as Record<PropertyKey, unknown> | null | undefined)?.[part],
    value,
  )

const bound = (issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string => {
  const isLow = issue.code === 'too_small'
  const amount = isLow ? issue.minimum : issue.maximum
  const word =
    issue.inclusive === false ? (isLow ? 'more than' : 'less than') : isLow ? 'at least' : 'at most'
  if (issue.origin === 'array') return `must have ${word} ${amount} item${amount === 1 ? '' : 's'}`
  if (issue.origin === 'string')
    return amount === 1 && isLow ? 'must not be empty' : `must have ${word} ${amount} characters`
  return `must be ${word} ${amount}`
}

const said = (issue: Issue, value: unknown): string => {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}`
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      const one = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`
      return typeof value === 'string' ? `${one}, not "${value}"` : one
    }
    case 'too_big':
    case 'too_small':
      return bound(issue)
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined
        ? `must be one of ${issue.options.map(String).join(', ')}`
        : 'has none of the allowed forms'
    case 'invalid_format':
      return `is not right: ${issue.message}${typeof value === 'string' ? `, but this is "${value}"` : ''}`
    default:
      return `is not right: ${issue.message}`
  }
}

/** Of a union that nothing fitted, the branch that came nearest speaks. */
const flatten = (issue: Issue, prefix: readonly PropertyKey[]): Issue[] => {
  const placed = { ...issue, path: [...prefix, ...issue.path] }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(
      (inner) => ({ ...inner, path: placed.path, code: 'custom', message: inner.message }) as Issue,
    )
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [placed]
  const misses = (issues: Issue[]): number =>
    issues.filter(({ code }) => code === 'invalid_type' || code === 'unrecognized_keys').length * 10 +
    issues.length
  const best = [...issue.errors].sort((a, b) => misses(a) - misses(b))[0] as Issue[]
  if (best.every(({ path, code }) => path.length === 0 && code === 'invalid_type')) return [placed]
  // A key that is not known is what went wrong; that another one is missing follows from it.
  const typos = best.filter(({ code }) => code === 'unrecognized_keys')
  return (typos.length > 0 ? typos : best).flatMap((inner) => flatten(inner, placed.path))
}

/**
 * Turns what zod found into problems at the line and column of the node: rule `unknown-key` (with the key that was
 * probably meant), `missing-key`, or `value`.
 */
export const schemaProblems = (
  issues: readonly Issue[],
  source: YamlSource,
  schema: z.ZodType,
  file: string,
): LabProblem[] =>
  issues
    .flatMap((issue) => flatten(issue, []))
    .flatMap((issue): LabProblem[] => {
      const severity = 'error' as const
      const where = pathText(issue.path)
      if (issue.code === 'unrecognized_keys') {
        const known = knownKeys(schema, issue.path, source.value)
        return issue.keys.map((key) => ({
          file,
          ...source.placeOfKey([...issue.path, key]),
          rule: 'unknown-key',
          severity,
          message: `${where === '' ? 'The file' : where} has no key "${key}".${suggestion(key, known)}`,
        }))
      }
      const value = valueAt(source.value, issue.path)
      const isMissing = value === undefined
      const lacksUnit = typeof value === 'number' && isDurationAt(schema, issue.path, source.value)
      const sentence = lacksUnit
        ? `must be a duration with its unit, such as "${Math.abs(value)}s"`
        : said(issue, value)
      return [
        {
          file,
          ...(isMissing ? source.placeOfKey(issue.path) : source.placeOf(issue.path)),
          rule: isMissing ? 'missing-key' : 'value',
          severity,
          message: isMissing ? `${where} is missing.` : `${where === '' ? 'The file' : where} ${sentence}.`,
        },
      ]
    })
