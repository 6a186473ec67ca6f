import type { Verdict } from '@noops-dojo/contracts'
import { Environment } from '../configuration/environment.ts'
import type { ControlModules } from '../control/control-module.ts'
import { parseJson } from '../load/parse-text.ts'
import { silent } from '../port/notes.ts'
import { Interrupts } from '../run/interrupts.ts'
import type { RunFlags } from '../run/resolve-options.ts'
import { runExperiment, type Outcome } from '../run/run-experiment.ts'
import type { Mapping } from '../value/mapping.ts'
import { FakeBench } from './fake-bench.ts'
import { FakeJudge } from './fake-judge.ts'

export interface InMemory {
  readonly flags?: RunFlags
  readonly bench?: FakeBench
  readonly judge?: FakeJudge
  readonly interrupts?: Interrupts
  readonly environment?: Environment
  readonly variables?: Mapping
  readonly isValidated?: boolean
  readonly controlModules?: ControlModules
  readonly globalControls?: Mapping[]
  readonly verdict?: Verdict
}

/** Runs an experiment with a judge and faults in memory; time stands still and pauses are over at once. */
export const runInMemory = (experiment: object, given: InMemory = {}): Promise<Outcome> => {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const { verdict } = given
  return runExperiment(
    {
      source: parseJson(JSON.stringify(experiment), 'experiment.json'),
      flags: given.flags ?? {},
      isValidated: given.isValidated ?? true,
      variables: { configuration: given.variables ?? {}, secrets: {} },
      globalControls: given.globalControls ?? [],
      environment: given.environment ?? new Environment(),
      machine: { platform: 'Linux', node: 'test' },
    },
    {
      judge: given.judge ?? new FakeJudge(),
      bench: given.bench ?? new FakeBench(),
      interrupts: given.interrupts ?? new Interrupts(),
      clock,
      notes: silent,
      ...(verdict === undefined ? {} : { verdictOf: () => Promise.resolve(verdict) }),
      ...(given.controlModules === undefined ? {} : { controlModules: given.controlModules }),
    },
  )
}

/** An experiment with what every one must have. */
export const anExperiment = (parts: Mapping): Mapping => ({
  title: 't',
  description: 'd',
  method: [],
  ...parts,
})

export const aPythonActivity = (
  module: string,
  func: string,
  args: Mapping = {},
  more: Mapping = {},
): Mapping => ({
  type: 'action',
  name: func,
  provider: { type: 'python', module, func, arguments: args },
  ...more,
})

export const aProcess = (name: string, more: Mapping = {}): Mapping => ({
  type: 'action',
  name,
  provider: { type: 'process', path: name },
  ...more,
})
