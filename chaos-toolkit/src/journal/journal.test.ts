import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { FakeJudge } from '../testing/fake-judge.ts'
import { anExperiment, aProcess, runInMemory, type InMemory } from '../testing/run-in-memory.ts'
import { exitCodeOf, journalText } from './journal.ts'
import { isoTime } from './time.ts'

const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'journal.schema.json'), 'utf8')) as object
const ajv = new Ajv2020({ allowUnionTypes: true, strictRequired: false })
addFormats.default(ajv)
const validate = ajv.compile(schema)

const probe = aProcess('look', { type: 'probe', tolerance: 0 })
const hypothesis = { 'steady-state-hypothesis': { title: 's', probes: [probe] } }
const judgeWith = (status: number): FakeJudge => {
  const judge = new FakeJudge()
  judge.answer = () => ({ status })
  return judge
}
const late = new FakeJudge()
late.answer = () => ({ status: null })

const cases: [string, object, InMemory?][] = [
  [
    'of a plain run',
    anExperiment({ ...hypothesis, method: [aProcess('act')], rollbacks: [aProcess('undo')] }),
  ],
  ['of a closed gate', anExperiment(hypothesis), { judge: judgeWith(1) }],
  ['of a failed probe', anExperiment(hypothesis), { judge: late }],
  ['of an abort', anExperiment({ method: [{ ...probe, pauses: { before: '${x}' } }] })],
  ['of an experiment without a hypothesis', anExperiment({ method: [aProcess('act')] })],
  ['of a dry run', anExperiment(hypothesis), { flags: { dry: 'activities' } }],
  ['of a continuous hypothesis', anExperiment(hypothesis), { flags: { hypothesisStrategy: 'continuously' } }],
  ['of a strict run', anExperiment(hypothesis), { flags: { isStrict: true } }],
]

describe('the journal', () => {
  it.each(cases)('%s is valid by the schema', async (_, experiment, given = {}) => {
    const { journal } = await runInMemory(experiment, given)
    const written = JSON.parse(journalText(journal as NonNullable<typeof journal>)) as object
    validate(written)
    expect(validate.errors).toBeNull()
  })

  it('is written with two spaces and its letters kept', async () => {
    const { journal } = await runInMemory(anExperiment({ title: '障害' }))
    const text = journalText(journal as NonNullable<typeof journal>)
    expect(text).toContain('\n  "chaoslib-version": "1.45.0"')
    expect(text).toContain('"title": "障害"')
  })

  it('counts pauses into the whole and not into the activity', async () => {
    const method = [aProcess('act', { pauses: { before: 2, after: 3 } })]
    const { journal } = await runInMemory(anExperiment({ method }))
    expect(journal?.duration).toBe(5)
    expect(journal?.run[0]).toMatchObject({ duration: 0, start: '2026-01-01T00:00:02+00:00' })
  })
})

it('writes times as chaoslib does: microseconds, an offset, no fraction when it is zero', () => {
  expect(isoTime(Date.parse('2026-01-02T03:04:05.678Z'))).toBe('2026-01-02T03:04:05.678000+00:00')
  expect(isoTime(Date.parse('2026-01-02T03:04:05Z'))).toBe('2026-01-02T03:04:05+00:00')
})

it('gives exit code 0 only for completed and not deviated', () => {
  expect(exitCodeOf({ status: 'completed', deviated: false })).toBe(0)
  expect(exitCodeOf({ status: 'completed', deviated: true })).toBe(1)
  expect(exitCodeOf({ status: 'failed', deviated: false })).toBe(1)
})
