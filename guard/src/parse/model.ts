import { malformed, Refusal } from '../refusal.ts'
import type { Json, JsonObject } from './json.ts'

/** Reads one JSON value into a typed one; `path` names the field in the sentence of the refusal. */
export type Model<T> = (value: Json | undefined, path: string) => T
type Fields = Record<string, Model<unknown>>
export type Read<M> = M extends Model<infer T> ? T : M extends Fields ? { [K in keyof M]: Read<M[K]> } : never

const isAbsent = (value: Json | undefined): value is null | undefined => value === undefined || value === null
export const wrong = (path: string, what: string): Refusal => malformed(`${path}: ${what}`)
export const refused = (path: string): Refusal => new Refusal(403, `${path} is not allowed in this sandbox`)

/** An object with exactly these keys, matched exactly: an unknown key (or another case of one) is refused. */
export function object<F extends Fields>(fields: F): Model<{ [K in keyof F]: Read<F[K]> } | undefined> {
  const known = new Map(Object.entries(fields))
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (!(value instanceof Map)) throw wrong(path, 'an object is expected')
    for (const key of value.keys())
      if (!known.has(key)) throw new Refusal(403, `${join(path, key)} is not a field this sandbox accepts`)
    const out: Record<string, unknown> = {}
    for (const [key, model] of known) out[key] = model((value as JsonObject).get(key), join(path, key))
    return out as { [K in keyof F]: Read<F[K]> }
  }
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key)

/** As `object`, for one that must be there. */
export function required<T>(model: Model<T | undefined>): Model<T> {
  return (value, path) => {
    const read = model(value, path)
    if (read === undefined) throw wrong(path || 'body', 'is missing')
    return read
  }
}

/** A string of at most `max` characters, without NUL, optionally of a pattern. '' counts as absent with `pattern`. */
export function text(max = 4096, pattern?: RegExp): Model<string | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (typeof value !== 'string') throw wrong(path, 'a string is expected')
    if (value.length > max) throw wrong(path, `longer than ${max} characters`)
    if (value.includes('\0')) throw wrong(path, 'holds a NUL')
    if (pattern && value !== '' && !pattern.test(value)) throw refused(`${path} ${JSON.stringify(value)}`)
    return value
  }
}

/** A whole number within bounds. */
export function integer(min: number, max: number): Model<number | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (typeof value !== 'number' || !Number.isSafeInteger(value))
      throw wrong(path, 'a whole number is expected')
    if (value < min || value > max) throw refused(`${path} ${value} (allowed: ${min} to ${max})`)
    return value
  }
}

/** Any number within bounds, as a ratio. */
export function ratio(min: number, max: number): Model<number | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (typeof value !== 'number' || value < min || value > max)
      throw wrong(path, `${min} to ${max} is expected`)
    return value
  }
}

export const bool: Model<boolean | undefined> = (value, path) => {
  if (isAbsent(value)) return undefined
  if (typeof value !== 'boolean') throw wrong(path, 'true or false is expected')
  return value
}

/** One of the given strings, exactly. */
export function oneOf<const S extends string>(...allowed: S[]): Model<S | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (!allowed.includes(value as S)) throw refused(`${path} ${JSON.stringify(value)}`)
    return value as S
  }
}

export function list<T>(item: Model<T>, max = 256): Model<NonNullable<T>[] | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (!Array.isArray(value)) throw wrong(path, 'a list is expected')
    if (value.length > max) throw refused(`${path} with more than ${max} entries`)
    return value.map((entry, index) => {
      const read = item(entry, `${path}[${index}]`)
      if (read === undefined || read === null) throw wrong(`${path}[${index}]`, 'is missing')
      return read
    })
  }
}

/** A map with free keys of a pattern. Null-prototype result, so `__proto__` is an ordinary key. */
export function record<T>(key: RegExp, item: Model<T>, max = 128): Model<Record<string, T> | undefined> {
  return (value, path) => {
    if (isAbsent(value)) return undefined
    if (!(value instanceof Map)) throw wrong(path, 'an object is expected')
    if (value.size > max) throw refused(`${path} with more than ${max} entries`)
    const out: Record<string, T> = Object.create(null)
    for (const [name, entry] of value) {
      if (!key.test(name)) throw refused(`${path} key ${JSON.stringify(name)}`)
      out[name] = item(entry, `${path}.${name}`)
    }
    return out
  }
}

/** A field that clients send with Go's zero value and that may hold nothing else: Privileged, Devices, … */
export const zero: Model<undefined> = (value, path) => {
  if (isZero(value)) return undefined
  throw refused(path)
}

/** A field that may not be there at all (null is as absent): an empty MaskedPaths list unmasks /proc. */
export const absent: Model<undefined> = (value, path) => {
  if (isAbsent(value)) return undefined
  throw refused(path)
}

/** A field that is read and thrown away, whatever it holds. */
export const ignored: Model<undefined> = () => undefined

function isZero(value: Json | undefined): boolean {
  if (isAbsent(value) || value === '' || value === 0 || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  return value instanceof Map && [...value.values()].every(isZero)
}

/** Reads a whole body: present, and of the model. */
export function readBody<T>(model: Model<T | undefined>, body: Json | undefined): T {
  return required(model)(body, '')
}
