// Where chaoslib ends with a traceback, or does what nobody means: what this engine does instead, and that it says so.
import { describe, expect, it } from 'vitest'
import type { Journal } from '../journal/journal.ts'
import { FakeJudge } from '../testing/fake-judge.ts'
import { anExperiment, aProcess, runInMemory, type InMemory } from '../testing/run-in-memory.ts'
import type { Mapping } from '../value/mapping.ts'

const probe = (tolerance: unknown, name = 'look'): Mapping => aProcess(name, { type: 'probe', tolerance })
const steady = (...probes: Mapping[]) => ({ 'steady-state-hypothesis': { title: 's', probes } })
const divergencesOf = (journal: Journal | null): unknown => journal?.extensions?.[0]?.divergences
const both = async (experiment: Mapping, given: InMemory = {}) => ({
  normal: await runInMemory(experiment, given),
  strict: await runInMemory(experiment, { ...given, flags: { ...given.flags, isStrict: true } }),
})

describe('a tolerance that raises', () => {
  const experiment = anExperiment(steady(probe({ type: 'regex', pattern: 'up' })))

  it('is a failed probe with its exception in the journal, and the divergence is flagged', async () => {
    const { normal } = await both(experiment)
    expect(normal).toMatchObject({ exitCode: 1, journal: { status: 'failed', deviated: false } })
    expect(normal.journal?.steady_states.before?.probes[0]).toMatchObject({
      status: 'failed',
      tolerance_met: false,
      exception: ["TypeError: expected string or bytes-like object, got 'dict'\n"],
    })
    expect(divergencesOf(normal.journal)).toEqual([
      {
        where: 'look',
        chaoslib:
          "ends with TypeError: expected string or bytes-like object, got 'dict' and writes no journal",
        here: 'the activity failed',
      },
    ])
  })

  it('is a crash without a journal with --strict-ctk', async () => {
    const { strict } = await both(experiment)
    expect(strict).toMatchObject({ exitCode: 1, journal: null })
    expect(strict.failure).toContain('TypeError')
  })
})

describe('a rollback with a reference to nothing', () => {
  const experiment = anExperiment({ rollbacks: [{ ref: 'nowhere' }, aProcess('undo')] })

  it('fails alone, and the others are played', async () => {
    const { normal, strict } = await both(experiment)
    expect(normal.journal?.rollbacks.map(({ status }) => status)).toEqual(['failed', 'succeeded'])
    expect(divergencesOf(normal.journal)).toMatchObject([{ where: 'nowhere' }])
    expect(strict.journal).toBeNull()
  })
})

describe('an activity with a "dry" of its own', () => {
  const experiment = anExperiment({ method: [aProcess('cut', { dry: true }), aProcess('other')] })
  const played = (judge: FakeJudge) =>
    judge.commands.map(({ argv }) => argv[0]).filter((path) => path !== 'bash')

  it('is left out, as its author meant, and the divergence is flagged', async () => {
    const judge = new FakeJudge()
    const { journal } = await runInMemory(experiment, { judge })
    expect(played(judge)).toEqual(['/usr/bin/other'])
    expect(divergencesOf(journal)).toMatchObject([{ where: 'cut', here: 'the activity was left out' }])
  })

  it('is played with --strict-ctk, even with --dry: chaoslib does it so', async () => {
    const judge = new FakeJudge()
    await runInMemory(experiment, { judge, flags: { isStrict: true, dry: 'activities' } })
    expect(played(judge)).toEqual(['/usr/bin/cut'])
  })

  it('makes the bypass control bypass', async () => {
    const judge = new FakeJudge()
    const args = { target_names: ['cut'] }
    const controls = [
      { name: 'b', provider: { type: 'python', module: 'chaosaddons.controls.bypass', arguments: args } },
    ]
    const method = [aProcess('cut'), aProcess('other')]
    const { journal } = await runInMemory(anExperiment({ method, controls }), { judge })
    expect(played(judge)).toEqual(['/usr/bin/other'])
    expect(journal?.experiment.method).toEqual(method)
  })
})

describe('secrets of a dynamic configuration', () => {
  const configuration = { host: { ...aProcess('hostname'), type: 'probe' } }
  const experiment = anExperiment({ configuration, secrets: { scope: { token: 's3cret' } } })

  it('do not get into the journal', async () => {
    const { normal, strict } = await both(experiment)
    expect(JSON.stringify(normal.journal?.experiment.configuration)).not.toContain('s3cret')
    expect(JSON.stringify(strict.journal?.experiment.configuration)).toContain('s3cret')
  })
})

it('adds no extension with --strict-ctk, and one called noops without', async () => {
  const { normal, strict } = await both(anExperiment({}))
  expect(strict.journal).not.toHaveProperty('extensions')
  expect(normal.journal?.extensions).toMatchObject([{ name: 'noops', verdict: null, faults: [] }])
})
