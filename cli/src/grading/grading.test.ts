import { bundleFormat, DojoError, exactInterval } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../evidence/public-key.ts'
import { FakeGradingServer, type Behaviour } from '../testing/fake-grading-server.ts'
import { findLab } from './find-lab.ts'
import { gradeSubmission } from './grade-submission.ts'
import type { CaseResult } from './proof/judge-case.ts'
import { LabProof } from './proof/lab-proof.ts'
import { recoveryRate } from './outcome/recovery-rate.ts'

const lab = findLab('self-healing/02-survive-a-crash')
const prove = async (behaviour: Behaviour, only?: string) => {
  const server = new FakeGradingServer(lab.lab, behaviour)
  const results: CaseResult[] = []
  const options = {
    seeds: ['s'],
    cold: true,
    only,
    signal: new AbortController().signal,
    note: () => {},
    pollMs: 1,
  }
  await new LabProof(server, lab, options, (result) => results.push(result)).run()
  return { results, log: server.log }
}

interface GradeChange {
  readonly repeat?: number
  readonly signal?: AbortSignal
  readonly onBundle?: (sandboxId: string, text: string) => void
  readonly note?: (text: string) => void
}

const grade = async (behaviour: Behaviour, change: GradeChange = {}) => {
  const server = new FakeGradingServer(lab.lab, behaviour)
  const play = { tar: new Uint8Array(1024), script: 'solve.sh', answers: {} }
  const record = await gradeSubmission(server, lab, play, {
    ...{ seed: 's', repeat: 1, cold: true, submission: 'x', version: '0', images: {}, note: () => {} },
    ...{ signal: new AbortController().signal, settleMs: 5, pollMs: 1 },
    ...change,
  })
  return { record, log: server.log }
}

describe('a dojo that knows another version of the lab', () => {
  it('grades nothing: its points and checks would be those of that version', async () => {
    await expect(grade({ labDigest: 'another' })).rejects.toThrow(/knows another version of survive-a-crash/)
    expect((await grade({ labDigest: lab.lab.digest })).record.verdict).toBe('passed')
  })
})

describe('a lab’s proof', () => {
  it('plays the solution in a fresh sandbox, attempts what opens, answers, and ends the sandbox', async () => {
    const { results, log } = await prove({}, 'solution')
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['fresh', 'passed'],
      ['solution', 'passed'],
    ])
    expect(log).toEqual([
      'start survive-a-crash s',
      'upload files',
      'run solution/solve.sh',
      'answer why',
      'attempt comes-back',
      'attempt nobody-notices',
      'end',
    ])
  })

  it('fails when a task is met before anybody did anything', async () => {
    const { results } = await prove({ check: () => 'met' }, 'solution')
    expect(results[0]).toMatchObject({
      name: 'fresh',
      outcome: 'failed',
      problems: ['two-replicas is met before anybody did anything'],
    })
  })

  it('fails when a wrong solution meets a task that must stay unmet', async () => {
    const { results } = await prove({}, 'wrong/two-lives.sh')
    expect(results).toMatchObject([
      {
        name: 'wrong/two-lives.sh',
        outcome: 'failed',
        problems: [
          'nobody-notices is met by a wrong solution',
          expect.stringMatching(/^it passes the lab with 85 of 100 points: 70 % are enough$/),
        ],
      },
    ])
  })

  it('passes when a wrong solution leaves its tasks unmet, and attempts only what they need', async () => {
    const { results, log } = await prove(
      { attempt: (id) => (id === 'comes-back' ? 'met' : 'unmet') },
      'wrong/two-lives.sh',
    )
    expect(results).toMatchObject([{ outcome: 'passed' }])
    expect(log).not.toContain('answer why')
  })

  it('does not take a wrong solution that crashed for a proof', async () => {
    const script = { exitCode: 127, output: 'docker: not found' }
    const { results } = await prove({ attempt: () => 'unmet', script }, 'wrong/manual-restart.sh')
    expect(results[0]?.outcome).toBe('failed')
    expect(results[0]?.problems[0]).toContain(
      'the script ended with 127, so it proves nothing: docker: not found',
    )
  })

  it('tries an inconclusive attempt again, and an inconclusive case once more', async () => {
    const { results, log } = await prove({ attempt: () => 'inconclusive' }, 'solution')
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['fresh', 'passed'],
      ['solution', 'inconclusive'],
    ])
    expect(log.filter((line) => line === 'attempt comes-back').length).toBeGreaterThanOrEqual(2)
    expect(log.filter((line) => line === 'end')).toHaveLength(2)
  })

  it('calls a set-up error an error, never a failure as expected', async () => {
    const { results, log } = await prove({ provision: () => 'failed' }, 'wrong/manual-restart.sh')
    expect(results).toMatchObject([
      { outcome: 'error', problems: ['The sandbox could not be set up: the image is missing.'] },
    ])
    expect(log.at(-1)).toBe('end')
  })
})

describe('gradeSubmission', () => {
  it('gives every run its own seed and counts the recovery of survive tasks', async () => {
    const { record, log } = await grade(
      { attempt: (id) => (id === 'comes-back' ? 'met' : 'unmet') },
      { repeat: 3 },
    )
    expect(log.filter((line) => line.startsWith('start'))).toEqual([
      'start survive-a-crash s',
      'start survive-a-crash s.2',
      'start survive-a-crash s.3',
    ])
    expect(record.verdict).toBe('failed')
    expect(record.recovery['comes-back']).toMatchObject({ recovered: 3, attempts: 3 })
    expect(record.runs[0]?.tasks.find(({ id }) => id === 'nobody-notices')).toMatchObject({
      verdict: 'failed',
      reason: 'not-recovered',
      message: 'It was unmet.',
    })
  })

  it('records a broken platform as an error, not as a score', async () => {
    const { record } = await grade({ provision: () => 'failed' })
    expect(record.verdict).toBe('error')
    expect(record.runs[0]?.error).toContain('could not be set up')
  })

  it('does not take a submission that the server refuses for a broken platform', async () => {
    const upload = () => Promise.reject(new DojoError('SUBMISSION_INVALID', 'It is too large.'))
    await expect(grade({ upload })).rejects.toThrow('It is too large.')
  })

  it('marks tasks behind an unmet one as blocked', async () => {
    const { record } = await grade({ attempt: () => 'unmet' })
    expect(record.runs[0]?.tasks.find(({ id }) => id === 'nobody-notices')?.verdict).toBe('blocked')
  })

  it('ends the sandbox and keeps the finished runs when it is interrupted', async () => {
    const controller = new AbortController()
    const behaviour: Behaviour = {
      attempt: () => {
        controller.abort(new Error('interrupted'))
        return 'met'
      },
    }
    const { record, log } = await grade(behaviour, { repeat: 5, signal: controller.signal })
    expect(record.runs).toEqual([])
    expect(log.filter((line) => line === 'end')).toHaveLength(1)
  })

  it('gives no verdict when it is interrupted, although the runs so far passed', async () => {
    const controller = new AbortController()
    const onBundle = () => controller.abort(new Error('interrupted'))
    const { record } = await grade({}, { repeat: 5, signal: controller.signal, onBundle })
    expect(record.runs.map(({ verdict }) => verdict)).toEqual(['passed'])
    expect(record.verdict).toBe('error')
  })
})

describe('the recovery rate', () => {
  // Published values of the exact interval: 95 %, e.g. Newcombe, Statistics in Medicine 17 (1998), table I.
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
    [10, 10, 0.6915, 1],
  ])('of %i in %i lies between %d and %d', (k, n, low, high) => {
    const interval = exactInterval(k, n)
    expect(interval.low).toBeCloseTo(low, 3)
    expect(interval.high).toBeCloseTo(high, 3)
  })

  it('leaves inconclusive attempts out and counts them', () => {
    expect(recoveryRate(['met', 'inconclusive', 'unmet'])).toMatchObject({
      recovered: 1,
      attempts: 2,
      inconclusive: 1,
      rate: 0.5,
    })
    expect(recoveryRate([])).toMatchObject({ rate: null, low: 0, high: 1 })
  })
})

describe('the evidence of a graded run', () => {
  it('leaves the fingerprint of its key in the record: the dojo that made it is gone afterwards', async () => {
    const publicKey = '07'.repeat(32)
    const header = {
      ...{ line: 'header', format: bundleFormat, createdAt: 0, seals: [], images: {}, publicKey },
      sandbox: { id: 's', labId: 'l', labDigest: '', createdAt: 0, readyAt: null, goneAt: null },
    }
    const behaviour = { bundle: `${JSON.stringify(header)}\n{"line":"manifest"}\n` }
    const { record } = await grade(behaviour, { onBundle: () => {} })
    expect(record.evidenceKey).toBe(fingerprintOf(publicKey))
    expect((await grade(behaviour)).record.evidenceKey).toBeNull()
  })

  it('is read before the sandbox ends', async () => {
    const bundles = new Map<string, string>()
    const { record, log } = await grade({}, { onBundle: (id, text) => void bundles.set(id, text) })
    expect([...bundles]).toEqual([['afakesandb', 'bundle of afakesandb\n']])
    expect(log.slice(-2)).toEqual(['bundle afakesandb', 'end'])
    expect(JSON.stringify(record)).not.toContain('bundle of')
  })

  it('does not cost the grade when it cannot be read', async () => {
    const notes: string[] = []
    const change = { onBundle: () => {}, note: (text: string) => void notes.push(text) }
    const { record } = await grade({ hasNoBundle: true }, change)
    expect(record.verdict).toBe('passed')
    expect(notes.join()).toMatch(/evidence of sandbox afakesandb could not be kept: no evidence today/)
  })
})
