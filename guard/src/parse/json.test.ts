import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxJsonBytes, parseJson, type Json } from './json.ts'

const parse = (text: string) => parseJson(Buffer.from(text))
const plain = (value: Json): unknown =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))
    : Array.isArray(value)
      ? value.map(plain)
      : value

describe('strict JSON', () => {
  it('reads what JSON.parse reads, for every value without exponents', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).any
    fc.assert(
      fc.property(value, (any) => {
        expect(plain(parse(JSON.stringify(any)))).toEqual(JSON.parse(JSON.stringify(any)))
      }),
    )
  })

  it.each([
    ['a duplicate key', '{"a":1,"a":1}'],
    ['an escaped duplicate key', '{"a":1,"\\u0061":1}'],
    ['a second document', '{} {}'],
    ['a trailing comma', '{"a":1,}'],
    ['an exponent', '{"a":1e3}'],
    ['an integer with a fraction', '{"a":1.0}'],
    ['an unsafe integer', '{"a":9007199254740993}'],
    ['a leading zero', '{"a":01}'],
    ['a byte order mark', '\ufeff{}'],
    ['half a surrogate pair', '{"a":"\\ud800"}'],
    ['a control character in a string', '{"a":"\u0001"}'],
    ['an unknown escape', '{"a":"\\x41"}'],
    ['nothing', ''],
    ['a nest of 33', '['.repeat(34) + ']'.repeat(34)],
  ])('refuses %s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ status: 400 }) as Error)
  })

  it('refuses invalid UTF-8 and a body over a mebibyte', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('UTF-8')
    expect(() => parseJson(Buffer.alloc(maxJsonBytes + 1, 0x20))).toThrow(
      expect.objectContaining({ status: 413 }) as Error,
    )
  })

  it('keeps a prototype key an ordinary one', () => {
    expect((parse('{"__proto__":{"x":1}}') as Map<string, Json>).has('__proto__')).toBe(true)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
