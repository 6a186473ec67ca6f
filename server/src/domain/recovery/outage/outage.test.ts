import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evidenceOf, type Evidence } from './evidence.ts'
import { longestUnseenMs, outageBounds, type OutageBounds } from './outage.ts'

const timing = { everyMs: 100, timeoutMs: 1000 }
const bounds = (samples: [number, 0 | 1, number][], notBefore?: number) =>
  outageBounds(evidenceOf(samples, timing), notBefore)

describe('outage bounds', () => {
  it.each([
    {
      name: 'a plain outage: last bad start − first bad end, first good end − last good start',
      samples: [
        [0, 1, 5],
        [100, 0, 2],
        [200, 0, 2],
        [300, 1, 5],
      ],
      expected: { minMs: 98, maxMs: 305 },
    },
    {
      name: 'one bad sample: the least length is zero',
      samples: [
        [0, 1, 5],
        [100, 0, 2],
        [200, 1, 5],
      ],
      expected: { minMs: 0, maxMs: 205 },
    },
    {
      name: 'a later refusal bounds the begin better than an earlier silence',
      samples: [
        [0, 1, 5],
        [100, 0, -1],
        [200, 0, 1],
        [1500, 0, 1],
        [1600, 1, 5],
      ],
      expected: { minMs: 1299, maxMs: 1605 },
    },
    {
      name: 'not recovered has no upper bound',
      samples: [
        [0, 1, 5],
        [100, 0, 2],
        [200, 0, 2],
      ],
      expected: { minMs: 98, maxMs: null },
    },
    {
      name: 'a good answer that began in the outage and came after it bounds only the end',
      samples: [
        [0, 1, 5],
        [100, 0, -1],
        [200, 1, 990],
        [300, 1, 890],
        [1200, 1, 5],
        [1300, 1, 5],
      ],
      expected: { minMs: 0, maxMs: 1190 },
    },
    {
      name: 'two replicas, one gone: the episode from the first to the last bad sample',
      samples: [
        [0, 1, 5],
        [100, 0, 1],
        [200, 1, 5],
        [300, 0, 1],
        [400, 1, 5],
      ],
      expected: { minMs: 199, maxMs: 405 },
    },
  ] as { name: string; samples: [number, 0 | 1, number][]; expected: object }[])(
    '$name',
    ({ samples, expected }) => {
      expect(bounds(samples)?.length).toEqual(expected)
    },
  )

  it('never begins before the fault', () => {
    expect(
      bounds(
        [
          [0, 1, 5],
          [100, 0, 2],
          [200, 1, 5],
        ],
        90,
      )?.length,
    ).toEqual({ minMs: 0, maxMs: 115 })
  })

  it('says nothing without a bad sample', () => {
    expect(bounds([[0, 1, 5]])).toBeUndefined()
  })
})

/** A probe at every slot whose answer takes its time; the target decides at some moment in between. */
const probes = (slots: number, slowestMs: number) =>
  fc.array(
    fc.record({
      latency: fc.double({ min: 0, max: slowestMs, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    {
      minLength: slots,
      maxLength: slots,
    },
  )

const observe = (
  answers: readonly { latency: number; at: number }[],
  everyMs: number,
  phase: number,
  isBad: (moment: number) => boolean,
): Evidence[] =>
  answers.map(({ latency, at }, slot) => {
    const from = phase + slot * everyMs
    return { from, to: from + latency, isGood: !isBad(from + latency * at), isSilent: false }
  })

const contains = (interval: { minMs: number; maxMs: number | null }, truth: number) =>
  interval.minMs <= truth + 1e-6 && (interval.maxMs === null || interval.maxMs >= truth - 1e-6)

const holds = ({ begin, end }: OutageBounds, from: number, to: number): boolean =>
  begin.from <= from && begin.to >= from && end.from <= to && (end.to === null || end.to >= to)

describe('the truth about an outage', () => {
  it('is inside: length, begin and end, however long each answer took', () => {
    fc.assert(
      fc.property(
        probes(60, 450),
        fc.double({ min: 1000, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 3000, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (answers, begin, length, phase) => {
          const evidence = observe(answers, 100, phase, (at) => at >= begin && at < begin + length)
          const found = outageBounds(evidence)
          if (found)
            return contains(found.length, length) && found.begin.from <= begin && found.begin.to >= begin
          return longestUnseenMs(evidence, begin, begin + length) >= length - 1e-6
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is inside when the moment of injection is known', () => {
    fc.assert(
      fc.property(
        probes(40, 250),
        fc.double({ min: 500, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (answers, begin, length, delay) => {
          const evidence = observe(answers, 100, 0, (at) => at >= begin && at < begin + length)
          const found = outageBounds(evidence, begin - delay)
          return found === undefined || contains(found.length, length)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is inside when the target flaps, from the first failure to the last', () => {
    fc.assert(
      fc.property(
        probes(80, 120),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.array(
          fc.record({
            bad: fc.double({ min: 230, max: 600, noNaN: true }),
            good: fc.double({ min: 1, max: 600, noNaN: true }),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        (answers, phase, flaps) => {
          let at = 600
          const parts = flaps.map(({ bad, good }) => {
            const part = { from: at, to: at + bad }
            at = part.to + good
            return part
          })
          const truth = (parts.at(-1)?.to ?? 0) - 600
          const evidence = observe(answers, 100, phase, (t) =>
            parts.some(({ from, to }) => t >= from && t < to),
          )
          const found = outageBounds(evidence)
          return found !== undefined && contains(found.length, truth)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is inside for a target that swallows requests until it is back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1000, max: 1500, noNaN: true }),
        fc.double({ min: 0, max: 3000, noNaN: true }),
        fc.boolean(),
        (begin, length, answersLate) => {
          const end = begin + length
          const samples = Array.from({ length: 80 }, (_, slot): [number, 0 | 1, number] => {
            const from = slot * 100
            if (from + 1 < begin || from + 1 >= end) return [from, 1, 2]
            const waited = end - from + 1
            return answersLate && waited <= timing.timeoutMs ? [from, 1, waited] : [from, 0, -1]
          })
          const evidence = evidenceOf(samples, timing)
          const found = outageBounds(evidence)
          if (found) return contains(found.length, length) && holds(found, begin, end)
          return longestUnseenMs(evidence, begin, end) >= length - 1e-6
        },
      ),
      { numRuns: 1000 },
    )
  })
})
