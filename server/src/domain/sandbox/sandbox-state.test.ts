import { sandboxStates } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { assertUsable, canMove, isLive, needsTeardown, statesBefore } from './sandbox-state.ts'

describe('the states of a sandbox', () => {
  it('lead from every state but the last ones to the end', () => {
    for (const state of sandboxStates.filter((each) => each !== 'gone' && each !== 'failed')) {
      const ends = state === 'terminating' ? 'gone' : 'terminating'
      expect(canMove(state, ends), `${state} → ${ends}`).toBe(true)
    }
  })

  it('never lead back from the end', () => {
    for (const state of sandboxStates) {
      expect(canMove('gone', state)).toBe(false)
      expect(canMove('failed', state)).toBe(false)
      expect(canMove('terminating', state)).toBe(state === 'gone')
    }
  })

  it('let a sandbox become ready only out of provisioning, or back from expiring', () => {
    expect(statesBefore('ready').sort()).toEqual(['expiring', 'provisioning'])
  })

  it('count a failed sandbox as live until nothing of it is left', () => {
    const failed = aSandbox({ state: 'failed', goneAt: null })
    expect([isLive(failed), needsTeardown(failed)]).toEqual([true, true])
    const cleaned = aSandbox({ state: 'failed', goneAt: 5 })
    expect([isLive(cleaned), needsTeardown(cleaned)]).toEqual([false, false])
  })

  it('let a learner work while it expires, and say why not otherwise', () => {
    expect(() => assertUsable(aSandbox({ state: 'expiring' }))).not.toThrow()
    expect(() => assertUsable(aSandbox({ state: 'provisioning' }))).toThrow(/Wait until it is ready/)
    expect(() => assertUsable(aSandbox({ state: 'gone' }))).toThrow(/Start a new one/)
    expect(() => assertUsable(aSandbox({ state: 'failed', failure: 'no image' }))).toThrow(/no image/)
  })
})
