// Finding 9: a rollback is its author’s word. The engine owns the revert.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describedFault, FakeBench } from '../testing/fake-bench.ts'
import { anExperiment, aPythonActivity, runInMemory } from '../testing/run-in-memory.ts'
import { Interrupts } from '../run/interrupts.ts'
import { FakeJudge } from '../testing/fake-judge.ts'

const bench = (): FakeBench => {
  const made = new FakeBench([
    ...['network.delay', 'network.bandwidth', 'network.partition', 'network.reset'].map((name) =>
      describedFault(name),
    ),
    describedFault('container.crash', {}, 'nothing'),
    describedFault('container.pause', { for: { type: 'string', default: '20s' } }),
  ])
  made.services = { web: 1 }
  return made
}
const active = ({ runs }: FakeBench) => runs.filter(({ state }) => state === 'effective')
const published = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/wrong-rollback.json'), 'utf8'),
) as object

describe('faults that an experiment leaves', () => {
  it('are lifted after a rollback that names another toxic, and the author is told both', async () => {
    const faults = bench()
    const { journal, exitCode, findings } = await runInMemory(published, { bench: faults })
    expect(exitCode).toBe(0)
    expect(journal?.rollbacks).toMatchObject([{ status: 'succeeded', output: false }])
    expect(faults.orders).toEqual([
      { use: 'network.delay', target: 'web', with: { latency: '300ms', jitter: '10ms', for: '300s' } },
    ])
    expect(active(faults)).toEqual([])
    expect(findings).toEqual([
      'remove-latency: there is no toxic web_latency on web; there are web/web-latency. Nothing was reverted.',
      'network.delay on web of "add-latency" was still active at the end: its rollbacks were played and did not end it. The dojo has lifted it.',
    ])
    expect(journal?.extensions).toMatchObject([{ name: 'noops', findings, faults: [{ endedBy: 'dojo' }] }])
  })

  it('are nobody’s finding when the rollback is right', async () => {
    const text = JSON.stringify(published).replace('${proxy}_latency', '${proxy}-latency')
    const faults = bench()
    const { journal, findings } = await runInMemory(JSON.parse(text) as object, { bench: faults })
    expect(findings).toEqual([])
    expect(active(faults)).toEqual([])
    expect(journal?.extensions).toMatchObject([
      { faults: [{ fault: 'network.delay', endedBy: 'experiment' }] },
    ])
  })

  it('are lifted when the rollbacks are not played', async () => {
    const faults = bench()
    const method = [aPythonActivity('noops.faults', 'container_pause', { target: 'web' })]
    const flags = { rollbackStrategy: 'never' }
    const { findings } = await runInMemory(anExperiment({ method }), { bench: faults, flags })
    expect(findings).toEqual([expect.stringContaining('its rollbacks were not played')])
    expect(active(faults)).toEqual([])
  })

  it('are lifted after a crash of chaoslib, that writes no journal', async () => {
    const faults = bench()
    const method = [aPythonActivity('noops.faults', 'container_pause', { target: 'web' })]
    const rollbacks = [{ ref: 'nowhere' }]
    const { journal, failure } = await runInMemory(anExperiment({ method, rollbacks }), {
      bench: faults,
      flags: { isStrict: true },
    })
    expect(journal).toBeNull()
    expect(failure).toContain("could not find referenced activity 'nowhere'")
    expect(active(faults)).toEqual([])
  })

  it('are lifted after SIGUSR2, which never rolls back', async () => {
    const faults = bench()
    const interrupts = new Interrupts()
    const judge = new FakeJudge()
    judge.answer = ({ argv }) => {
      if (argv[0]?.endsWith('long')) interrupts.raise('SIGUSR2')
      return {}
    }
    const pause = aPythonActivity('noops.faults', 'container_pause', { target: 'web' })
    const long = { type: 'action', name: 'long', provider: { type: 'process', path: 'long' } }
    const { journal } = await runInMemory(anExperiment({ method: [pause, long] }), {
      ...{ bench: faults, interrupts, judge },
    })
    expect(journal?.status).toBe('interrupted')
    expect(active(faults)).toEqual([])
  })

  it('are not those that are over at once', async () => {
    const faults = bench()
    const method = [aPythonActivity('chaosswarm.actions', 'kill_task', { service: 'web' })]
    const { journal, findings } = await runInMemory(anExperiment({ method }), { bench: faults })
    expect(findings).toEqual([])
    expect(journal?.extensions).toMatchObject([{ faults: [{ fault: 'container.crash', endedBy: 'itself' }] }])
  })

  it('are all tried even when one of them cannot be lifted now', async () => {
    const faults = bench()
    const lift = faults.lift.bind(faults)
    faults.lift = (id) => (id === 'run2' ? Promise.reject(new Error('ENGINE_AWAY')) : lift(id))
    const pause = (name: string) =>
      aPythonActivity('noops.faults', 'container_pause', { target: 'web' }, { name })
    const { journal, findings } = await runInMemory(anExperiment({ method: [pause('a'), pause('b')] }), {
      bench: faults,
    })
    expect(journal?.status).toBe('completed')
    expect(faults.runs.map(({ state }) => state)).toEqual(['reverted', 'effective'])
    expect(findings).toEqual([expect.stringContaining('1 faults could not be lifted')])
  })
})
