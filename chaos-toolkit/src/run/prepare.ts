import type { FaultDescription } from '@noops-dojo/contracts'
import { loadConfiguration } from '../configuration/configuration.ts'
import { loadDynamicConfiguration } from '../configuration/dynamic.ts'
import { loadSecrets } from '../configuration/secrets.ts'
import { substitute, type Settings } from '../configuration/substitute.ts'
import type { ControlModules } from '../control/control-module.ts'
import { newJournal } from '../journal/journal.ts'
import type { FaultLedger } from '../ledger/fault-ledger.ts'
import { findExecutable } from '../provider/process.ts'
import { playActivity } from '../provider/play.ts'
import { allowList } from '../python/allow-list.ts'
import { checkFunctions } from '../python/check-faults.ts'
import type { PythonModules } from '../python/python-function.ts'
import { asDict } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import { validateExperiment } from '../validate/experiment.ts'
import { activitiesByName } from './activity-index.ts'
import type { Execution } from './execution.ts'
import type { RunOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import type { ExperimentOrder, ExperimentPorts } from './run-experiment.ts'

export interface Tools extends ExperimentPorts {
  readonly faults: FaultLedger
  readonly controlModules: ControlModules
}

const validate = (order: ExperimentOrder, tools: Tools, modules: PythonModules): Promise<void> =>
  validateExperiment(order.source.value, {
    ...{ modules, controls: tools.controlModules, environment: order.environment, notes: tools.notes },
    isFloat: (path) => order.source.isFloat(path),
    hasExecutable: async (path) => (await findExecutable(path, tools)) !== null,
  })

const loadSettings = async (
  experiment: Mapping,
  order: ExperimentOrder,
  tools: Tools,
  modules: PythonModules,
  isStrict: boolean,
): Promise<Settings> => {
  const { environment, variables } = order
  const { notes } = tools
  const declared = loadConfiguration(experiment.configuration, environment, variables.configuration)
  const secrets = loadSecrets(experiment.secrets, { environment, notes }, variables.secrets)
  const play = (activity: Mapping, settings: Settings): Promise<unknown> => {
    const world = { ...tools, ...settings, environment, activity: pythonStr(activity.name ?? null) }
    return playActivity(activity, world, modules)
  }
  return {
    configuration: await loadDynamicConfiguration(declared, secrets, { play, notes, isStrict }),
    secrets,
  }
}

const startJournal = (
  experiment: Mapping,
  order: ExperimentOrder,
  settings: Settings,
  options: RunOptions,
  now: number,
) => {
  experiment.dry = options.dry
  experiment.title = substitute(experiment.title, settings)
  return newJournal(experiment, order.machine, now)
}

/**
 * Makes everything ready for a run: validation (when it is wanted), the check of functions (unless strict),
 * configuration, secrets, journal. Rejects with ChaosError or PythonError; nothing has been played then but the
 * configuration’s own probes.
 */
export const prepareExecution = async (
  order: ExperimentOrder,
  tools: Tools,
  descriptions: readonly FaultDescription[],
): Promise<Execution> => {
  const modules = allowList(descriptions)
  if (order.isValidated) await validate(order, tools, modules)
  const experiment = asDict(order.source.value)
  const activities = isTruthy(experiment) ? activitiesByName(experiment) : new Map<string, Mapping>()
  const options = resolveOptions(experiment, order.flags)
  if (!options.isStrict) checkFunctions(experiment, modules, descriptions)
  const settings = await loadSettings(experiment, order, tools, modules, options.isStrict)
  const { judge, faults, clock, notes, interrupts, controlModules } = tools
  return {
    ...{ experiment, settings, options, activities, modules, controlModules },
    ...{ judge, faults, clock, notes, interrupts, environment: order.environment, divergences: [] },
    globalControls: [...order.globalControls],
    journal: startJournal(experiment, order, settings, options, clock.now()),
  }
}
