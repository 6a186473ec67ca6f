import { describe, expect, it } from 'vitest'
import { FakeGradingServer, type Behaviour } from '../testing/fake-grading-server.ts'
import { findLab } from './find-lab.ts'
import { gradeSubmission } from './grade-submission.ts'
import { RunLimit } from './run-limit.ts'

const lab = findLab('self-healing/02-survive-a-crash')
const sentence = 'The run was not finished within 0.2 s (--timeout).'

const grade = async (behaviour: Behaviour, signal = new AbortController().signal) => {
  const server = new FakeGradingServer(lab.lab, behaviour)
  const bundles: string[] = []
  const options = {
    ...{ seed: 's', repeat: 1, cold: true, submission: 'x', version: '0', images: {}, note: () => {} },
    ...{ settleMs: 5, pollMs: 1, timeoutMs: 200, signal },
    onBundle: (id: string) => void bundles.push(id),
  }
  const play = { tar: new Uint8Array(1024), script: 'solve.sh', answers: {} }
  const record = await gradeSubmission(server, lab, play, options)
  return { record, run: record.runs[0], log: server.log, bundles }
}

describe('a run whose time is over', () => {
  it('is nobody’s failure, and its sandbox is ended', async () => {
    for (const hangs of ['script', 'attempt', 'provision'] as const) {
      const { record, run, log } = await grade({ hangs })
      expect(record.verdict, hangs).toBe('error')
      expect(run, hangs).toMatchObject({ verdict: 'error', error: sentence })
      expect(log.at(-1), hangs).toBe('end')
    }
  })

  it('has in the record what was learned until then, and its evidence', async () => {
    const { run, bundles } = await grade({ hangs: 'attempt' })
    const verdicts = run?.tasks.map(({ id, verdict, reason }) => [id, verdict, reason])
    expect(verdicts).toEqual([
      ['comes-back', 'inconclusive', 'time-over'],
      ['two-replicas', 'passed', null],
      ['nobody-notices', 'inconclusive', 'time-over'],
      ['why', 'failed', 'not-answered'],
    ])
    expect(run).toMatchObject({ script: 'solve.sh', exitCode: 0, sandboxId: 'afakesandb' })
    expect(bundles).toEqual(['afakesandb'])
  })

  it('is an interrupted one when somebody interrupts it', async () => {
    const controller = new AbortController()
    const graded = grade({ hangs: 'attempt' }, controller.signal)
    setTimeout(() => controller.abort(new Error('interrupted')), 10)
    const { record, log } = await graded
    expect(record.runs).toEqual([])
    expect(log.at(-1)).toBe('end')
  })
})

describe('the limit of a run', () => {
  const { signal } = new AbortController()

  it('leaves a script no more than what is left of it, so that its output is still had', () => {
    expect(new RunLimit(60_000, signal).forScript(1_800_000)).toBeLessThanOrEqual(58_000)
    expect(new RunLimit(60_000, signal).forScript(5_000)).toBe(5_000)
    expect(new RunLimit(500, signal).forScript(5_000)).toBe(1_000)
    expect(new RunLimit(undefined, signal).forScript(1_800_000)).toBe(1_800_000)
  })
})
