import { malformed, Refusal } from '../refusal.ts'

/** What strict JSON can hold. Objects are Maps, so no key of a client can touch a prototype. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = Map<string, Json>

/** What a request needs at most that holds no secret and no config: what the engine keeps of it comes back in every list. */
export const usualJsonBytes = 128 * 1024
export const maxJsonBytes = 1024 * 1024
export const maxJsonDepth = 32

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?/y
// eslint-disable-next-line no-control-regex -- control characters are exactly what a JSON string may not hold
const stringRun = /[^"\\\u0000-\u001f]*/y
const simpleEscapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads exactly one JSON document, more strictly than any decoder behind the guard would: fatal UTF-8, no byte
 * order mark, no duplicate key, depth ≤ 32, size ≤ 1 MiB, no exponent, only safe integers, no lone surrogate.
 * Go merges duplicate keys and reuses array elements (golang/go#21092), JSON.parse keeps the last: where two
 * readers could differ, this one refuses. Throws Refusal 400 or 413.
 */
export function parseJson(bytes: Uint8Array): Json {
  if (bytes.length > maxJsonBytes) throw new Refusal(413, 'the body is larger than 1 MiB')
  return parseJsonText(decodeUtf8(bytes))
}

/** The same for text that is already decoded, as a query's `filters`. */
export function parseJsonText(text: string): Json {
  return new JsonReader(text).document()
}

/** Decodes UTF-8; throws Refusal 400 for an invalid sequence. A byte order mark stays and fails the parser. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed('the body is not valid UTF-8')
  }
}

class JsonReader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  document(): Json {
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) throw this.bad('something follows the JSON document')
    return value
  }

  private bad(what: string): Refusal {
    return malformed(`invalid JSON at character ${this.at}: ${what}`)
  }

  private space(): void {
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return
      this.at++
    }
  }

  private value(depth: number): Json {
    if (depth > maxJsonDepth) throw this.bad(`nested deeper than ${maxJsonDepth}`)
    this.space()
    const next = this.text[this.at]
    if (next === '{') return this.object(depth)
    if (next === '[') return this.array(depth)
    if (next === '"') return this.string()
    if (next === 't') return this.word('true', true)
    if (next === 'f') return this.word('false', false)
    if (next === 'n') return this.word('null', null)
    return this.number()
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.bad('unknown word')
    this.at += word.length
    return value
  }

  private number(): number {
    numberToken.lastIndex = this.at
    const token = numberToken.exec(this.text)?.[0]
    if (token === undefined) throw this.bad('a value is expected')
    this.at += token.length
    const next = this.text[this.at]
    if (next === 'e' || next === 'E') throw this.bad('exponents are not accepted')
    const value = Number(token)
    // `1.0` is an integer for JavaScript and an error for Go: neither reading is taken.
    if (token.includes('.') ? Number.isInteger(value) : !Number.isSafeInteger(value))
      throw this.bad('the number has no exact meaning')
    return value === 0 ? 0 : value
  }

  private string(): string {
    this.at++
    let out = ''
    for (;;) {
      stringRun.lastIndex = this.at
      const run = stringRun.exec(this.text)?.[0] ?? ''
      out += run
      this.at += run.length
      const next = this.text[this.at]
      if (next === '"') break
      if (next !== '\\') throw this.bad('the string does not end')
      out += this.escape()
    }
    this.at++
    if (!out.isWellFormed()) throw this.bad('the string holds half a surrogate pair')
    return out
  }

  private escape(): string {
    const kind = this.text[this.at + 1] ?? ''
    if (kind === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.bad('a broken \\u escape')
      this.at += 6
      return String.fromCharCode(parseInt(hex, 16))
    }
    const simple = simpleEscapes[kind]
    if (simple === undefined) throw this.bad('an unknown escape')
    this.at += 2
    return simple
  }

  private array(depth: number): Json[] {
    const items: Json[] = []
    this.at++
    if (this.take(']')) return items
    do items.push(this.value(depth + 1))
    while (this.take(','))
    if (!this.take(']')) throw this.bad('the array does not end')
    return items
  }

  private object(depth: number): JsonObject {
    const entries: JsonObject = new Map()
    this.at++
    if (this.take('}')) return entries
    do {
      this.space()
      if (this.text[this.at] !== '"') throw this.bad('a key is expected')
      const key = this.string()
      if (entries.has(key)) throw this.bad(`the key ${JSON.stringify(key)} appears twice`)
      if (!this.take(':')) throw this.bad('a colon is expected')
      entries.set(key, this.value(depth + 1))
    } while (this.take(','))
    if (!this.take('}')) throw this.bad('the object does not end')
    return entries
  }

  private take(character: string): boolean {
    this.space()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }
}
