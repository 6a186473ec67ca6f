import { PythonError } from '../failure/python-error.ts'
import { dictIn } from '../value/get.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import { hypothesisStrategies, type DryMode, type HypothesisStrategy, type RunOptions } from './options.ts'

/** What the command line asked for; what it did not is undefined. */
export interface RunFlags {
  readonly hypothesisStrategy?: string
  readonly rollbackStrategy?: string
  readonly frequencyS?: number
  readonly failFast?: boolean
  readonly dry?: DryMode
  readonly isStrict?: boolean
}

const readHypothesis = (name: string): HypothesisStrategy => {
  // The old spelling is still understood.
  const spelled = name === 'continously' ? 'continuously' : name
  if ((hypothesisStrategies as readonly string[]).includes(spelled)) return spelled as HypothesisStrategy
  throw new PythonError('ValueError', 'Unknown strategy')
}

const strategyIn = (runtime: unknown, section: string): string =>
  isMapping(runtime) ? pythonStr(dictIn(runtime, section).strategy ?? 'default') : 'default'

/**
 * Gives the options of a run: the command line comes before the experiment’s `runtime`. Throws PythonError for a
 * hypothesis strategy that there is not. Source: chaostoolkit/commands/run.py.
 */
export const resolveOptions = (experiment: Mapping, flags: RunFlags): RunOptions => {
  const runtime = isTruthy(experiment.runtime) ? experiment.runtime : undefined
  return {
    hypothesis: readHypothesis(flags.hypothesisStrategy ?? strategyIn(runtime, 'hypothesis')),
    rollbacks: flags.rollbackStrategy ?? strategyIn(runtime, 'rollbacks'),
    frequencyS: flags.frequencyS ?? 1,
    failFast: flags.failFast ?? false,
    dry: flags.dry ?? null,
    isStrict: flags.isStrict ?? false,
  }
}
