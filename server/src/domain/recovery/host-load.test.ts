import { describe, expect, it } from 'vitest'
import { mayBeOfTheHost, meanLoad } from './host-load.ts'

describe('the host behind a verdict', () => {
  it('is as full as the mean of the judged window', () => {
    const samples = [2, 10, 20, 90].map((perProcessor, index) => ({ at: index * 500, perProcessor }))
    expect(meanLoad(samples, 500, 1_000)).toBe(15)
    expect(meanLoad(samples, 2_000, 9_000)).toBeNull()
  })

  it('explains what took too long and what was not written yet, and neither hands nor doubled writes', () => {
    for (const reason of [
      'recovery-too-slow',
      'not-recovered',
      'hold-broken',
      'availability-too-low',
      'write-lost',
    ] as const)
      expect(mayBeOfTheHost(reason, 12), reason).toBe(true)
    for (const reason of ['touched', 'write-duplicated', 'ok'] as const)
      expect(mayBeOfTheHost(reason, 12), reason).toBe(false)
  })

  it('explains nothing when it had room, or does not tell', () => {
    expect(mayBeOfTheHost('recovery-too-slow', 3)).toBe(false)
    expect(mayBeOfTheHost('recovery-too-slow', null)).toBe(false)
  })
})
