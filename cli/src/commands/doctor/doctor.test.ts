import { describe, expect, it } from 'vitest'
import { promiseOf } from './doctor.ts'
import { below, missing, ok } from './finding.ts'
import { isAtLeast } from './versions.ts'

describe('isAtLeast', () => {
  const cases: [string, string, boolean][] = [
    ['29.5.1', '29.5.1', true],
    ['29.10.0', '29.5.1', true],
    ['30.0', '29.5.1', true],
    ['29.5.0', '29.5.1', false],
    ['20.10.24+dfsg1', '29.5.1', false],
    ['1.1.5+ds1', '1.3.3', false],
    ['v1.3.4', '1.3.3', true],
    ['1.3.3-rc.1', '1.3.3', false],
    ['1.3.4-rc.1', '1.3.3', true],
    ['unknown', '1.3.3', false],
  ]
  it.each(cases)('judges %s against %s as %s', (version, floor, expected) => {
    expect(isAtLeast(version, floor)).toBe(expected)
  })
})

describe('promiseOf', () => {
  const good = [ok('engine', '29.6.0'), ok('runc', '1.4.0'), ok('user namespaces', 'on')]
  const without = (name: string) => good.filter((finding) => finding.name !== name)

  it('promises nothing against an attacker below a floor', () => {
    expect(promiseOf([...without('engine'), below('engine', '20.10.24', '')])).toContain('does NOT hold')
    expect(promiseOf([...without('runc'), below('runc', '1.1.5', '')])).toContain('does NOT hold')
  })
  it('warns of root on the host without user namespaces', () => {
    expect(promiseOf([...without('user namespaces'), below('user namespaces', 'off', '')])).toContain(
      'would give root',
    )
  })
  it('does not call a shared kernel safe even when all is well', () => {
    expect(promiseOf(good)).toContain('a hole in it is shared too')
  })
  it('promises nothing without an engine', () => {
    expect(promiseOf([missing('engine', 'does not answer', '')])).toBe('No engine, no promise.')
  })
})
