import fc from 'fast-check'
import { submissionLimits } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import type { ArchiveEntry } from '../ports/submission-archive.ts'
import { safePath, SubmissionFiles } from './submission.ts'

const entry = (name: string, over: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  name,
  type: 'file',
  mode: 0o644,
  bytes: new Uint8Array([1]),
  ...over,
})
const pathOrNothing = (name: string): string => {
  try {
    return safePath(name)
  } catch {
    return ''
  }
}
const collect = (...entries: ArchiveEntry[]) => {
  const files = new SubmissionFiles()
  for (const each of entries) files.add(each)
  return files.list()
}

describe('a submission', () => {
  it('keeps files with their path and their executable bit, nothing else of their mode', () => {
    const files = collect(
      entry('./solve.sh', { mode: 0o6777 }),
      entry('dir/', { type: 'directory' }),
      entry('dir//a.txt', { mode: 0o600 }),
    )
    expect(files.map(({ path, mode }) => [path, mode])).toEqual([
      ['solve.sh', 0o755],
      ['dir/a.txt', 0o644],
    ])
  })

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a/..', '..', 'a\\..\\b', 'a\0b', `${'a/'.repeat(150)}b`])(
    'refuses the name %j',
    (name) => {
      expect(() => collect(entry(name))).toThrow(
        expect.objectContaining({ code: 'SUBMISSION_INVALID' }) as Error,
      )
    },
  )

  it.each(['link', 'device', 'other'] as const)('refuses a %s', (type) => {
    expect(() => collect(entry('x', { type }))).toThrow(
      expect.objectContaining({ code: 'SUBMISSION_INVALID' }) as Error,
    )
  })

  it('refuses a file where a folder is, and a folder where a file is', () => {
    expect(() => collect(entry('a'), entry('a/b'))).toThrow(/lies in a, which is a file/)
    expect(() => collect(entry('a/b'), entry('a'))).toThrow(/a\/b lies in it/)
  })

  it('refuses nothing at all, and too many files', () => {
    expect(() => collect()).toThrow(/no file/)
    const many = Array.from({ length: submissionLimits.files + 1 }, (_, n) => entry(`f${n}`))
    expect(() => collect(...many)).toThrow(/one file too many/)
  })

  it('never lets a path out, whatever the name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '', 'a', '/', '\\', '\0', 'b')), (parts) => {
        const path = pathOrNothing(parts.join('/'))
        expect(path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)|\\|\0/)
      }),
    )
  })
})
