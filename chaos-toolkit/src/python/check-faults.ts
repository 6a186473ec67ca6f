import type { FaultDescription } from '@noops-dojo/contracts'
import { invalidActivity, type ExperimentPath } from '../failure/chaos-error.ts'
import { dictIn, listIn } from '../value/get.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import type { PythonModules } from './python-function.ts'

const placed = (experiment: Mapping): [unknown, ExperimentPath][] => {
  const list = (items: unknown[], ...path: string[]): [unknown, ExperimentPath][] =>
    items.map((item, index) => [item, [...path, index]])
  const hypothesis = dictIn(experiment, 'steady-state-hypothesis')
  return [
    ...list(listIn(hypothesis, 'probes'), 'steady-state-hypothesis', 'probes'),
    ...list(listIn(experiment, 'method'), 'method'),
    ...list(listIn(experiment, 'rollbacks'), 'rollbacks'),
  ]
}

/**
 * Refuses, by its name, a Python function that is not on the allow-list, and one whose fault the dojo does not have:
 * before anything runs, also without validation. Throws InvalidActivity.
 */
export const checkFunctions = (
  experiment: Mapping,
  modules: PythonModules,
  faults: readonly FaultDescription[],
): void => {
  const names = new Set(faults.map(({ name }) => name))
  for (const [activity, path] of placed(experiment)) {
    const provider = isMapping(activity) ? activity.provider : undefined
    if (!isMapping(provider) || provider.type !== 'python') continue
    const [module, func] = [String(provider.module), String(provider.func)]
    const name = String((activity as Mapping).name)
    const found = modules.get(module)?.get(func)
    if (found === undefined)
      throw invalidActivity(
        `${module}.${func} of '${name}' is not among the functions that this dojo does itself; "dojo chaos discover" lists them`,
        [...path, 'provider'],
      )
    const missing = (found.faults ?? []).filter((fault) => !names.has(fault))
    if (missing.length > 0)
      throw invalidActivity(
        `${module}.${func} of '${name}' needs the fault ${missing.join(', ')}, which this dojo does not have`,
        [...path, 'provider'],
      )
  }
}
