// What the real Chaos Toolkit did (record.py), beside what this engine does in strict mode.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Environment } from '../src/configuration/environment.ts'
import { substitute } from '../src/configuration/substitute.ts'
import { readVariables } from '../src/configuration/variables.ts'
import { contextControls } from '../src/control/context-controls.ts'
import type { ControlLevel } from '../src/control/control-module.ts'
import { knownControls } from '../src/control/known-controls.ts'
import { ChaosError } from '../src/failure/chaos-error.ts'
import { PythonError } from '../src/failure/python-error.ts'
import { parseJson } from '../src/load/parse-text.ts'
import { silent } from '../src/port/notes.ts'
import { findExecutable } from '../src/provider/process.ts'
import { allowList } from '../src/python/allow-list.ts'
import { Interrupts, type SignalName } from '../src/run/interrupts.ts'
import { runExperiment } from '../src/run/run-experiment.ts'
import { FakeBench } from '../src/testing/fake-bench.ts'
import { matchPath } from '../src/tolerance/jsonpath/match.ts'
import { parsePath } from '../src/tolerance/jsonpath/parse-path.ts'
import { isWithinTolerance } from '../src/tolerance/within.ts'
import type { Mapping } from '../src/value/mapping.ts'
import { validateExperiment } from '../src/validate/experiment.ts'
import { startAnswers } from './answers.ts'
import { clean } from './clean.ts'
import { localJudge } from './local-judge.ts'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8')) as T
const golden = <T>(name: string): T => read<T>(`golden/${name}`)
const text = (value: unknown): string => JSON.stringify(value)
const outcome = async (work: () => unknown): Promise<object> => {
  try {
    return { result: await work() }
  } catch (error) {
    return { error: error instanceof PythonError ? error.type : (error as Error).constructor.name }
  }
}

describe('tolerances, as chaoslib judges them', () => {
  const settings = { configuration: { name: 'Ken' }, secrets: {} }
  const given = read<[unknown, unknown][]>('tolerances')
  const expected = golden<{ result?: boolean; error?: string }[]>('tolerances')
  it.each(given.map(([tolerance, value], index) => ({ tolerance, value, expected: expected[index] })))(
    '$tolerance, $value → $expected',
    async ({ tolerance, value, expected: there }) => {
      const filled = typeof tolerance === 'string' ? substitute(tolerance, settings) : tolerance
      const here = await outcome(() =>
        isWithinTolerance(filled, value, settings, () => Promise.resolve(null)),
      )
      expect(here).toEqual(there)
    },
  )
})

describe('JSON paths, as jsonpath2 reads them', () => {
  const { document, paths } = read<{ document: unknown; paths: string[] }>('paths')
  const expected = golden<{ result?: unknown; error?: string }[]>('paths')
  it.each(paths.map((path, index) => ({ path, there: expected[index] })))(
    '$path',
    async ({ path, there }) => {
      const here = await outcome(() => matchPath(parsePath(path), document))
      if (there?.error) expect(here).toHaveProperty('error')
      else expect(here).toEqual(there)
    },
  )
})

describe('substitution, as chaoslib fills in', () => {
  const { configuration, secrets, templates } = read<{
    configuration: Mapping
    secrets: Mapping
    templates: unknown[]
  }>('templates')
  const expected = golden<{ result: unknown }[]>('templates')
  it.each(templates.map((template, index) => ({ template, there: expected[index] })))(
    '$template',
    async ({ template, there }) => {
      expect(await outcome(() => substitute(template, { configuration, secrets }))).toEqual(there)
    },
  )
})

describe('validation, with chaoslib’s words', () => {
  const experiments = read<{ name: string; experiment: unknown }[]>('experiments')
  const expected = golden<(string | null)[]>('validation')
  const check = async (experiment: unknown): Promise<string | null> => {
    const source = parseJson(text(experiment), 'experiment.json')
    try {
      await validateExperiment(source.value, {
        ...{
          modules: allowList([]),
          controls: knownControls(),
          environment: new Environment(),
          notes: silent,
        },
        isFloat: (path) => source.isFloat(path),
        hasExecutable: async (path) => (await findExecutable(path, { judge: localJudge })) !== null,
      })
      return null
    } catch (error) {
      return error instanceof ChaosError
        ? error.message.replace(/(seems invalid):.*/s, '$1')
        : `! ${(error as PythonError).type}`
    }
  }
  it.each(experiments.map(({ name, experiment }, index) => ({ name, experiment, there: expected[index] })))(
    '$name → $there',
    async ({ experiment, there }) => {
      expect(await check(experiment)).toBe(there)
    },
  )
})

it('puts the controls of each level into chaoslib’s order', () => {
  const cases = read<{ level: ControlLevel; experiment: Mapping; context: Mapping | null }[]>('controls')
  const names = cases.map(({ level, experiment, context }) =>
    contextControls(level, experiment, context ?? experiment, []).map(({ name, ref }) => name ?? ref),
  )
  expect(names).toEqual(golden('controls'))
})

interface RunCase {
  readonly name: string
  readonly args: string[]
  readonly experiment: object
  readonly env?: Record<string, string>
  readonly signal?: SignalName
}

const valueOf = (args: readonly string[], option: string): string | undefined =>
  args.includes(option) ? args[args.indexOf(option) + 1] : undefined

/** Where the experiments leave their marks, and where this run of them does, so that two runs do not meet. */
const recorded = '/tmp/ctk-oracle-'
const own = `/tmp/ctk-oracle-${process.pid}-`

// Some of them are about time; a machine that is too busy gets a second try.
describe('runs, as `chaos run` does them', { retry: 2 }, () => {
  let answers: { server: Server; base: string }
  beforeAll(async () => {
    answers = await startAnswers()
  })
  afterAll(() => {
    answers.server.close()
    for (const left of globSync(`${own}*`)) rmSync(left)
  })

  const run = async ({ args, experiment, env, signal }: RunCase) => {
    for (const left of globSync(`${own}*`)) rmSync(left)
    const interrupts = new Interrupts()
    const given = args.flatMap((arg, index) => (args[index - 1] === '--var' ? [arg] : []))
    const work = runExperiment(
      {
        source: parseJson(text(experiment).replaceAll(recorded, own), 'experiment.json'),
        flags: {
          hypothesisStrategy: valueOf(args, '--hypothesis-strategy'),
          rollbackStrategy: valueOf(args, '--rollback-strategy'),
          frequencyS: Number(valueOf(args, '--hypothesis-frequency') ?? 1),
          failFast: args.includes('--fail-fast'),
          dry: valueOf(args, '--dry') as 'probes' | undefined,
          isStrict: true,
        },
        isValidated: !args.includes('--no-validation'),
        variables: { configuration: readVariables([...given, `base=${answers.base}`]), secrets: {} },
        globalControls: [],
        environment: new Environment(env),
        machine: { platform: 'test', node: 'test' },
      },
      {
        ...{ judge: localJudge, bench: new FakeBench(), notes: silent, interrupts },
        clock: {
          now: () => Date.now(),
          sleep: (ms, abort) => sleep(ms, undefined, { signal: abort }).catch(() => undefined),
        },
      },
    )
    if (signal) {
      while (!existsSync(`${own}marker`)) await sleep(20)
      interrupts.raise(signal)
    }
    const { exitCode, journal } = await work
    const cleaned = journal && (JSON.parse(text(clean(journal))) as object)
    const said = text({ exit: exitCode, journal: cleaned })
    return JSON.parse(said.replaceAll(answers.base, 'http://base').replaceAll(own, recorded)) as unknown
  }

  const expected = golden<{ exit: number; journal: unknown }[]>('runs')
  // Exit code 2 is the command line’s word: see dojo chaos run.
  const cases = read<RunCase[]>('runs')
    .map((entry, index) => ({ ...entry, there: expected[index] }))
    .filter(({ there }) => there?.exit !== 2)
  it.each(cases)('$name', async ({ there, ...entry }) => {
    expect(await run(entry)).toEqual(there)
  })
})
