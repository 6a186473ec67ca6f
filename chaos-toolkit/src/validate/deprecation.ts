import type { Notes } from '../port/notes.ts'
import { PythonError } from '../failure/python-error.ts'
import { dictIn, listIn } from '../value/get.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'

const dictArguments =
  'Process arguments should now be a list to keep the ordering of the arguments. Dictionary arguments are ' +
  'deprecated for process activities.'

/**
 * Warns about what chaoslib calls deprecated. A secret that is not in a scope ends it with an AttributeError, here as
 * there: flat secrets are no valid experiment. Source: chaoslib/deprecation.py.
 */
export const warnAboutDeprecations = (experiment: Mapping, notes: Notes): void => {
  const hypothesis = experiment['steady-state-hypothesis']
  const probes = isTruthy(hypothesis) ? listIn(hypothesis as Mapping, 'probes') : []
  const activities = [...probes, ...listIn(experiment, 'method'), ...listIn(experiment, 'rollbacks')]
  const isOld = activities.some(
    (activity) =>
      isMapping(activity) &&
      isMapping(activity.provider) &&
      activity.provider.type === 'process' &&
      isMapping(activity.provider.arguments),
  )
  if (isOld) notes.warn(dictArguments)
  for (const scope of Object.values(dictIn(experiment, 'secrets')))
    if (!isMapping(scope))
      throw new PythonError('AttributeError', `'${typeName(scope)}' object has no attribute 'items'`)
}
