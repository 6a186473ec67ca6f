import { forbidden, malformed } from '../refusal.ts'

/** Decoded query of one request: each key once. */
export type Query = Map<string, string[]>

/**
 * Splits a raw query strictly. Throws Refusal 400 for a duplicate key (unless in `multiple`), a semicolon, a broken
 * escape, an escaped key or a `+`-coded one: where two parsers could differ, nothing is forwarded.
 */
export function parseQuery(raw: string, multiple: ReadonlySet<string>): Query {
  const query: Query = new Map()
  if (raw === '') return query
  if (raw.includes(';')) throw malformed('a semicolon in the query is ambiguous')
  for (const pair of raw.split('&')) {
    if (pair === '') continue
    const split = pair.indexOf('=')
    const key = split < 0 ? pair : pair.slice(0, split)
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(key))
      throw malformed(`the query key ${JSON.stringify(key)} is not plain`)
    const value = split < 0 ? '' : decode(pair.slice(split + 1))
    const values = query.get(key)
    if (!values) query.set(key, [value])
    else if (multiple.has(key)) values.push(value)
    else throw malformed(`the query key ${key} appears twice`)
  }
  return query
}

function decode(value: string): string {
  try {
    const decoded = decodeURIComponent(value.replaceAll('+', ' '))
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    if (/[\u0000-\u001f\u007f]/.test(decoded)) throw new Error('control character')
    return decoded
  } catch {
    throw malformed('the query holds a broken escape')
  }
}

/** Go's httputils.BoolValue: everything but these is true. The guard re-emits 1 or 0. */
export function isTrue(value: string | undefined): boolean {
  return !['', '0', 'no', 'false', 'none'].includes((value ?? '').trim().toLowerCase())
}

/** A whole number of a query within bounds; undefined when absent or empty. Throws Refusal 403. */
export function wholeNumber(query: Query, key: string, min: number, max: number): number | undefined {
  const value = query.get(key)?.[0]
  if (value === undefined || value === '') return undefined
  if (!/^-?\d{1,15}$/.test(value)) throw malformed(`${key} is not a whole number`)
  const number = Number(value)
  if (number < min || number > max) throw forbidden(`${key}=${value} (allowed: ${min} to ${max})`)
  return number
}
