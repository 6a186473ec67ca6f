import { describe, expect, it } from 'vitest'
import { reportOf } from './check-report.ts'

describe('reportOf', () => {
  it.each([
    [0, 'met'],
    [1, 'unmet'],
    [75, 'inconclusive'],
  ])('reads status %i as %s', (exitCode, outcome) => {
    expect(reportOf({ exitCode, result: '' })).toMatchObject({ outcome, problem: null })
  })

  it.each([2, 97, 124, 126, 127, 137, 255])(
    'takes status %i as a problem of the check, not of the learner',
    (exitCode) => {
      const report = reportOf({ exitCode, result: '' })
      expect(report.outcome).toBe('inconclusive')
      expect(report.problem).not.toBeNull()
    },
  )

  it('takes a timeout as inconclusive', () => {
    expect(reportOf({ exitCode: null, result: '{}' })).toMatchObject({
      outcome: 'inconclusive',
      problem: 'ran out of time',
    })
  })

  it('reads what the check says', () => {
    const result = JSON.stringify({
      score: 1,
      max: 4,
      key: 'one-replica',
      observed: '1 replica',
      expected: '2 replicas',
    })
    expect(reportOf({ exitCode: 1, result })).toEqual({
      outcome: 'unmet',
      key: 'one-replica',
      observed: '1 replica',
      expected: '2 replicas',
      share: 0.25,
      problem: null,
    })
  })

  it('gives all the points for met and none for unmet when no score is told', () => {
    expect(reportOf({ exitCode: 0, result: '' }).share).toBe(1)
    expect(reportOf({ exitCode: 1, result: '' }).share).toBe(0)
    expect(reportOf({ exitCode: 75, result: '{"score":3,"max":4}' }).share).toBe(0)
  })

  it.each([
    ['garbage', 'not json \u0000'],
    ['an array', '[]'],
    ['an unknown key', '{"passed":true}'],
    ['a wrong type', '{"key":7}'],
    ['a key that is no slug', '{"key":"<b>x</b>"}'],
    ['a score without max', '{"score":1}'],
    ['a score above max', '{"score":2,"max":1}'],
    ['a text that is too long', JSON.stringify({ observed: 'x'.repeat(301) })],
    ['more than the limit', `{"detail":"${'x'.repeat(20_000)}"}`],
  ])('is inconclusive for %s and shows none of it', (_, result) => {
    const report = reportOf({ exitCode: 0, result })
    expect(report).toMatchObject({ outcome: 'inconclusive', key: null, observed: null, share: 0 })
    expect(report.problem).not.toContain('x'.repeat(50))
  })
})
