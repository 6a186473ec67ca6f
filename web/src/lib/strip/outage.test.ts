import { describe, expect, it } from 'vitest'
import type { ProbeSample } from '@noops-dojo/contracts'
import { findOutages, stableStreak } from './outage.ts'
import { SampleRing } from './sample-ring.ts'

/** `+` good after 5 ms, `-` refused after 2 ms, `.` silent; one each 100 ms. */
const ringOf = (picture: string): SampleRing => {
  const ring = new SampleRing(1000)
  ring.add(
    [...picture].map((mark, n): ProbeSample => [
      n * 100,
      mark === '+' ? 1 : 0,
      { '+': 5, '-': 2 }[mark] ?? -1,
    ]),
  )
  return ring
}
const all = (picture: string) => findOutages(ringOf(picture), 0, Number.POSITIVE_INFINITY)
const steady = '+'.repeat(stableStreak)

describe('an outage as the page sees it', () => {
  it('is an interval that holds the true length', () => {
    const [outage] = all(`+++-----${steady}`)
    // The true outage began after 200 and before 302, and ended after 700 and before 805.
    expect(outage).toMatchObject({ minMs: 398, maxMs: 605 })
  })

  it('has no upper bound while it goes on', () => {
    expect(all('+++---')[0]).toMatchObject({ maxMs: null, firstGoodEnd: null })
  })

  it('is not over at the first good sample of a flicker', () => {
    const outages = all(`++--+--${steady}`)
    expect(outages).toHaveLength(1)
    expect(outages[0]?.lastBadStart).toBe(600)
  })

  it('begins no later than the first bad answer was complete, silent ones aside', () => {
    const [outage] = all(`++.-----${steady}`)
    expect(outage?.minMs).toBe(700 - 302)
  })

  it('is not there when all is good', () => {
    expect(all(steady)).toEqual([])
  })

  it('is found after each stable streak anew', () => {
    expect(all(`+-${steady}--${steady}`)).toHaveLength(2)
  })
})
