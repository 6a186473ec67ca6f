import type { ProbeSample } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { heartState } from './heart-state.ts'

/** One sample a second, from the epoch. */
const beats = (picture: string): ProbeSample[] =>
  [...picture].map((mark, n) => [n * 1000, mark === '+' ? 1 : 0, mark === '+' ? 5 : -1])

describe('how a heartbeat stands', () => {
  it('is good when its last two seconds are, whatever was before', () => {
    expect(heartState(beats('--+++'), 4500)).toBe('good')
  })

  it('is bad as soon as one of the newest answers is', () => {
    expect(heartState(beats('++++-'), 4500)).toBe('bad')
    expect(heartState(beats('+++-+'), 4500)).toBe('bad')
  })

  it('is silent when nothing comes any more', () => {
    expect(heartState(beats('+++'), 9000)).toBe('silent')
    expect(heartState([], 9000)).toBe('silent')
  })
})
