import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { verify } from './verify.ts'

afterEach(() => vi.restoreAllMocks())

const said = (bundle: string, key?: string): [number, string] => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((text: string) => void lines.push(text))
  return [verify(bundle, key === undefined ? {} : { key }), lines.join('\n')]
}

describe('dojo verify', () => {
  it('says in a sentence why it cannot read what it was given', () => {
    expect(said('/nowhere/a.ndjson')).toEqual([
      4,
      '✗ /nowhere/a.ndjson cannot be read: there is no such file. Name an evidence bundle, *.evidence.ndjson.',
    ])
    expect(said(tmpdir())).toEqual([4, expect.stringContaining('cannot be read: it is a folder.')])
  })

  it.each([
    ['garbage', 'there is no such file'],
    ['sha256:abc', 'there is no such file'],
    [tmpdir(), 'it is a folder'],
    [import.meta.filename, 'it is no public key in PEM'],
    ['-----BEGIN PUBLIC KEY-----', 'it is no public key in PEM'],
  ])('says what a key must be when it is %s', (key, reason) => {
    const [code, text] = said('/nowhere/a.ndjson', key)
    expect(code).toBe(4)
    expect(text).toContain(
      `✗ --key is "${key}": ${reason}. It must be a fingerprint (sha256: and 64 hex digits`,
    )
  })
})
