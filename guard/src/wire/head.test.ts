import { describe, expect, it } from 'vitest'
import { framingOf, parseHead } from './head.ts'
import { parseTarget } from './target.ts'

const head = (...lines: string[]) =>
  parseHead(Buffer.from(['POST /v1.41/x HTTP/1.1', 'Host: docker', ...lines].join('\r\n'), 'latin1'))

describe('a request head', () => {
  it('is read with lower-case names and trimmed values', () => {
    expect(head('X-A:  b \t').headers.get('x-a')).toBe('b')
  })

  it.each([
    ['a folded header', ['X: a', ' b']],
    ['a space before the colon', ['Content-Length : 2']],
    ['a header twice', ['X: a', 'x: b']],
    ['a control character', ['X: a\u0001']],
    ['a byte above ASCII', ['X: \u00e9']],
    ['a bare LF', ['X: a\nY: b']],
  ])('is refused with %s', (_, lines) => {
    expect(() => head(...lines)).toThrow(expect.objectContaining({ status: 400 }) as Error)
  })

  it('is judged in no time when a value is 16 KiB of spaces', () => {
    const before = performance.now()
    expect(() => head(`X: ${' '.repeat(16_000)}\u0001`)).toThrow('header')
    expect(performance.now() - before).toBeLessThan(1000)
  })

  it.each([
    ['both framings', ['Content-Length: 2', 'Transfer-Encoding: chunked'], 400],
    ['an unknown coding', ['Transfer-Encoding: gzip, chunked'], 400],
    ['a signed length', ['Content-Length: +2'], 400],
    ['a packed body', ['Content-Encoding: gzip'], 415],
    ['Expect', ['Expect: 100-continue'], 417],
  ])('has no framing with %s', (_, lines, status) => {
    expect(() => framingOf(head(...lines))).toThrow(expect.objectContaining({ status }) as Error)
  })
})

describe('a request target', () => {
  it('is split into version, segments and raw query', () => {
    expect(parseTarget('/v1.41/containers/json?all=1', 41)).toEqual({
      version: '1.41',
      segments: ['containers', 'json'],
      query: 'all=1',
    })
    expect(parseTarget('/_ping', 41)).toEqual({ version: null, segments: ['_ping'], query: '' })
  })

  it.each([
    '//containers/json',
    '/a/../b',
    '/a/./b',
    '/%63ontainers',
    '/a\\b',
    '/a;b',
    '/a#b',
    'http://x/y',
    '*',
    '/v.../x',
    '/v9.99/x',
    '/v1.23/x',
    '/V1.41/x',
    '/v1.041/x',
    '/v2.41/x',
  ])('is refused as %s', (target) => {
    expect(() => parseTarget(target, 41)).toThrow(expect.objectContaining({ status: 400 }) as Error)
  })
})
