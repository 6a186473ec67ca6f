import { describe, expect, it } from 'vitest'
import { interruptExecution } from '../failure/chaos-error.ts'
import { FakeJudge } from '../testing/fake-judge.ts'
import { anExperiment, aProcess, runInMemory } from '../testing/run-in-memory.ts'
import type { Mapping } from '../value/mapping.ts'
import type { ControlCall, ControlModule } from './control-module.ts'

const control = (name: string, more: Mapping = {}): Mapping => ({
  name,
  provider: { type: 'python', module: name, arguments: { who: '${who}' } },
  ...more,
})
const recorded = (
  interrupt?: string,
): { calls: string[]; seen: ControlCall[]; module: (name: string) => ControlModule } => {
  const calls: string[] = []
  const seen: ControlCall[] = []
  const module = (name: string): ControlModule => ({
    configure: () => void calls.push(`${name} configure`),
    apply: (call) => {
      const what = call.level === 'activity' ? String(call.context.name) : call.level
      calls.push(`${name} ${call.scope} ${what}`)
      seen.push(call)
      if (`${call.scope} ${what}` === interrupt) throw interruptExecution('enough')
    },
    cleanup: () => void calls.push(`${name} cleanup`),
  })
  return { calls, seen, module }
}
const experiment = (parts: Mapping = {}) =>
  anExperiment({
    configuration: { who: 'Ken' },
    'steady-state-hypothesis': { title: 's', probes: [aProcess('look', { type: 'probe', tolerance: 0 })] },
    method: [aProcess('act')],
    rollbacks: [aProcess('undo')],
    ...parts,
  })

describe('controls', () => {
  it('are configured, applied around every level, and cleaned up, in chaoslib’s order', async () => {
    const { calls, module } = recorded()
    const controlModules = new Map([['a', module('a')]])
    await runInMemory(experiment({ controls: [control('a')] }), { controlModules })
    const around = (what: string, ...inside: string[]) => [`a before ${what}`, ...inside, `a after ${what}`]
    expect(calls).toEqual([
      'a configure',
      ...around(
        'experiment',
        ...around('hypothesis', ...around('look')),
        ...around('method', ...around('act')),
        ...around('hypothesis', ...around('look')),
        ...around('rollback', ...around('undo')),
      ),
      'a cleanup',
    ])
  })

  it('of files come before those of the experiment’s activities', async () => {
    const { calls, module } = recorded()
    const controlModules = new Map(['a', 'g', 'own'].map((name) => [name, module(name)]))
    const method = [aProcess('act', { controls: [control('own')] })]
    await runInMemory(experiment({ controls: [control('a')], method }), {
      controlModules,
      globalControls: [control('g')],
    })
    expect(calls.filter((call) => call.endsWith('before act'))).toEqual([
      'a before act',
      'a before act',
      'g before act',
      'own before act',
    ])
  })

  it('get their arguments filled in, and the run as state afterwards', async () => {
    const { seen, module } = recorded()
    await runInMemory(experiment({ controls: [control('a')] }), {
      controlModules: new Map([['a', module('a')]]),
    })
    const after = seen.find(({ scope, context }) => scope === 'after' && context.name === 'act')
    expect(after).toMatchObject({ args: { who: 'Ken' }, state: { status: 'succeeded' } })
  })

  it('of one scope are applied there only', async () => {
    const { calls, module } = recorded()
    await runInMemory(experiment({ controls: [control('a', { scope: 'after' })] }), {
      controlModules: new Map([['a', module('a')]]),
    })
    expect(calls.some((call) => call.includes('before'))).toBe(false)
  })

  it('may interrupt; those after are applied all the same, and rollbacks are not played by default', async () => {
    const { calls, module } = recorded('before act')
    const { journal } = await runInMemory(experiment({ controls: [control('a')] }), {
      controlModules: new Map([['a', module('a')]]),
    })
    expect(journal).toMatchObject({ status: 'interrupted', rollbacks: [] })
    expect(calls).toContain('a after act')
    expect(calls).toContain('a after experiment')
  })

  it('that fail are not heard', async () => {
    const broken: ControlModule = {
      apply: () => {
        throw new Error('broken')
      },
    }
    const { journal } = await runInMemory(experiment({ controls: [control('a')] }), {
      controlModules: new Map([['a', broken]]),
    })
    expect(journal?.status).toBe('completed')
  })
})

describe('chaosaddons.controls.safeguards', () => {
  const guarded = (probe: Mapping) => {
    const args = { probes: [{ ...aProcess('guard'), type: 'probe', tolerance: 0, ...probe }] }
    const provider = { type: 'python', module: 'chaosaddons.controls.safeguards', arguments: args }
    return experiment({ controls: [{ name: 's', provider }] })
  }
  const judge = (): FakeJudge => {
    const made = new FakeJudge()
    made.answer = ({ argv }) => ({ status: argv[0] === '/usr/bin/guard' ? 1 : 0 })
    return made
  }

  it('interrupt before the method when one is not content', async () => {
    const { journal } = await runInMemory(guarded({}), { judge: judge() })
    expect(journal).toMatchObject({ status: 'interrupted', run: [], rollbacks: [] })
  })

  it('roll back when that is asked for always', async () => {
    const { journal } = await runInMemory(guarded({}), {
      judge: judge(),
      flags: { rollbackStrategy: 'always' },
    })
    expect(journal?.rollbacks).toMatchObject([{ status: 'succeeded' }])
  })
})
