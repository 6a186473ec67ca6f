import { describe, expect, it } from 'vitest'
import { aGradeRecord, aRun } from '../testing/a-grade-record.ts'
import { ctrfReport } from './ctrf.ts'
import { junitReport } from './junit.ts'
import { scriptEnd } from './script-end.ts'
import { textReport } from './text.ts'

const failed = aRun({
  script: 'solve.sh',
  exitCode: 127,
  output: 'one\ndocker: \u001b[31mnot <found>\u001b[0m\u0000\n',
})
const record = aGradeRecord({ runs: [failed] })

describe('the end of a script that failed', () => {
  it('is its status and its last lines, without what would steer a terminal', () => {
    expect(scriptEnd(failed)).toEqual({
      sentence: 'solve.sh ended with 127.',
      lines: ['one', 'docker: not <found>\ufffd'],
    })
  })

  it('is bounded in lines and in length', () => {
    const many = Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(1000)}`).join('\n')
    const { lines } = scriptEnd({ ...failed, output: many }) ?? { lines: [] }
    expect(lines.at(-1)).toMatch(/^499 x+…$/)
    expect(lines.length).toBeLessThanOrEqual(20)
    expect(lines.join('\n').length).toBeLessThan(5000)
  })

  it('shows of a line that overwrites itself what stood there last', () => {
    expect(scriptEnd({ ...failed, output: 'pull 1 %\rpull 99 %\r\nno room\r\n' })?.lines).toEqual([
      'pull 99 %',
      'no room',
    ])
  })

  it('says that it ran out of time, and that it printed nothing', () => {
    expect(scriptEnd({ ...failed, exitCode: null, output: '' })).toEqual({
      sentence: 'solve.sh ran out of time. It printed nothing.',
      lines: [],
    })
  })

  it('is nothing where the script ended well, or there is none', () => {
    expect(scriptEnd({ ...failed, exitCode: 0 })).toBeUndefined()
    expect(scriptEnd({ ...failed, script: null, exitCode: null })).toBeUndefined()
  })

  it('stands below the run in the report for people', () => {
    expect(textReport(record)).toContain(
      '  ! solve.sh ended with 127. It printed last:\n    | one\n    | docker: not <found>\ufffd\n',
    )
    expect(textReport(aGradeRecord())).not.toContain('It printed last')
  })

  it('stands in every failure of JUnit, escaped, and in no other task', () => {
    const text = junitReport(record)
    const failures = text.match(/<failure [^>]*>[^<]*<\/failure>/g) ?? []
    expect(failures).toHaveLength(2)
    for (const failure of failures)
      expect(failure).toContain(
        'solve.sh ended with 127. It printed last:&#10;one&#10;docker: not &lt;found&gt;\ufffd',
      )
    expect(text.match(/ended with 127/g)).toHaveLength(2)
  })

  it('stands at the sandbox, too, whose run came to no end', () => {
    const cut = aGradeRecord({ runs: [{ ...failed, tasks: [], error: 'Its time was over.' }] })
    expect(junitReport(cut)).toMatch(
      /<error [^>]*message="Its time was over\."[^>]*>solve\.sh ended with 127\./,
    )
    expect(JSON.parse(ctrfReport(cut)).results.tests[0].trace).toMatch(/^solve\.sh ended with 127\./)
  })

  it('is the trace of every failed test of CTRF, and of no other', () => {
    const { tests } = JSON.parse(ctrfReport(record)).results
    const traces = tests.map(({ status, trace }: { status: string; trace?: string }) => [status, trace])
    const trace = 'solve.sh ended with 127. It printed last:\none\ndocker: not <found>\ufffd'
    for (const [status, said] of traces) expect(said, status).toBe(status === 'failed' ? trace : undefined)
  })
})
