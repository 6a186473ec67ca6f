import { limits as limitsSchema } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { deadlineState, hardDeadline, idleDeadline, latestDeadline, maxExtensions } from './deadlines.ts'

const minute = 60_000
const limits = limitsSchema.parse({ time: '60m', idle: '15m', extend: '10m' })
const start = 1_700_000_000_000
const sandbox = aSandbox({ readyAt: start, lastActiveAt: start, endsAt: hardDeadline(limits, start) })

describe('deadlines', () => {
  it('count the hard limit from when the sandbox can be used', () => {
    expect(sandbox.endsAt).toBe(start + 60 * minute)
    expect(
      deadlineState({ ...sandbox, lastActiveAt: start + 59 * minute }, limits, start + 60 * minute),
    ).toBe('time-over')
  })

  it('count the idle limit from the last activity, never from before the sandbox was ready', () => {
    expect(idleDeadline({ ...sandbox, lastActiveAt: start - 5 * minute }, limits)).toBe(start + 15 * minute)
    expect(deadlineState(sandbox, limits, start + 15 * minute)).toBe('idle-over')
    expect(deadlineState({ ...sandbox, lastActiveAt: start + minute }, limits, start + 15 * minute)).toBe(
      'expiring',
    )
  })

  it.each(['grader', 'pool'] as const)('leave a sandbox of the %s alone while nobody looks', (owner) => {
    expect(deadlineState({ ...sandbox, owner }, limits, start + 50 * minute)).toBe('fine')
  })

  it('warn two minutes before, and less when the limits are short', () => {
    expect(deadlineState(sandbox, limits, start + 13 * minute - 1)).toBe('fine')
    expect(deadlineState(sandbox, limits, start + 13 * minute)).toBe('expiring')
    const short = limitsSchema.parse({ time: '60m', idle: '1m' })
    expect(deadlineState(sandbox, short, start + 47_000)).toBe('fine')
    expect(deadlineState(sandbox, short, start + 48_000)).toBe('expiring')
  })

  it('keep the hard limit of a sandbox whose lab was removed', () => {
    expect(deadlineState(sandbox, undefined, start + 30 * minute)).toBe('fine')
    expect(deadlineState(sandbox, undefined, start + 60 * minute)).toBe('time-over')
  })

  it('put the latest possible end on labels: every extension, and the wait in the pool', () => {
    const latest = latestDeadline(limits, start, false)
    expect(latest).toBeGreaterThanOrEqual(start + 60 * minute + maxExtensions * 10 * minute)
    expect(latestDeadline(limits, start, true)).toBe(latest + 24 * 60 * minute)
  })
})
