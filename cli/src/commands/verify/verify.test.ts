import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { verify } from './verify.ts'

afterEach(() => vi.restoreAllMocks())

const said = (bundle: string): [number, string] => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((text: string) => void lines.push(text))
  return [verify(bundle, {}), lines.join('\n')]
}

describe('dojo verify', () => {
  it('says in a sentence why it cannot read what it was given', () => {
    expect(said('/nowhere/a.ndjson')).toEqual([
      4,
      '✗ /nowhere/a.ndjson cannot be read: there is no such file. Name an evidence bundle, *.evidence.ndjson.',
    ])
    expect(said(tmpdir())).toEqual([4, expect.stringContaining('cannot be read: it is a folder.')])
  })
})
