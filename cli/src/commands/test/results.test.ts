import { describe, expect, it } from 'vitest'
import { closingLine, readVitestReport, sumOf } from './results.ts'
import { pickStages, stages } from './stages.ts'

const file = (tests: Record<string, string>, status = 'passed', message = '') => ({
  ...{ name: 'a.test.ts', status, message },
  assertionResults: Object.entries(tests).map(([fullName, state]) => ({ fullName, status: state })),
})
const report = (passed: number, failed: number, files: object[]) =>
  JSON.stringify({
    ...{ numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, numTodoTests: 0 },
    testResults: files,
  })

describe('readVitestReport', () => {
  it('counts passed and failed tests', () => {
    const text = report(1, 1, [file({ good: 'passed', bad: 'failed' }, 'failed')])
    expect(readVitestReport('api', text, 1)).toMatchObject({ passed: 1, failed: 1, problems: ['bad'] })
  })

  it('counts a file that did not load as failed', () => {
    const text = report(1, 0, [file({ good: 'passed' }), file({}, 'failed', 'SyntaxError: x\n at y')])
    expect(readVitestReport('api', text, 1)).toMatchObject({
      failed: 1,
      problems: ['a.test.ts: SyntaxError: x'],
    })
  })

  it.each([undefined, '', '{', '[]', '{"x":1}'])('counts a stage that left %j as failed', (text) => {
    expect(readVitestReport('api', text, 0)).toMatchObject({ passed: 0, failed: 1 })
  })

  it('counts a bad exit code without a failed test as failed', () => {
    const text = report(1, 0, [file({ good: 'passed' })])
    expect(readVitestReport('api', text, 1).failed).toBe(1)
    expect(readVitestReport('api', text, null).failed).toBe(1)
  })

  it('counts a stage that ran no test as failed', () => {
    expect(readVitestReport('api', report(0, 0, []), 0)).toMatchObject({
      failed: 1,
      problems: ['api ran no test'],
    })
  })
})

describe('the closing line', () => {
  it('adds up all stages', () => {
    const results = [
      { stage: 'a', passed: 2, failed: 0, skipped: 0, problems: [] },
      { stage: 'b', passed: 3, failed: 1, skipped: 0, problems: ['x'] },
    ]
    expect(closingLine(sumOf(results))).toBe('5 passed, 1 failed')
    expect(sumOf(results).problems).toEqual(['b: x'])
  })
})

describe('pickStages', () => {
  it('gives all stages for no name, and the named ones in their own order', () => {
    expect(pickStages([])).toBe(stages)
    expect(pickStages(['e2e', 'check']).map(({ name }) => name)).toEqual(['check', 'e2e'])
  })
  it('refuses a name that is none', () => {
    expect(() => pickStages(['unit'])).toThrow(/no stage "unit": use check/)
  })
})
