import { PythonError } from '../failure/python-error.ts'
import { asDict, dictIn, listIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'

/**
 * Gives the activities that a `ref` may name: those of the method and of the hypothesis, not of the rollbacks; the last
 * of one name counts. Source: chaoslib/caching.py `cache_activities`.
 */
export const activitiesByName = (experiment: Mapping): ReadonlyMap<string, Mapping> => {
  if (experiment.method !== undefined && !Array.isArray(experiment.method))
    throw new PythonError('TypeError', 'the method is not a list')
  const probes = listIn(dictIn(experiment, 'steady-state-hypothesis'), 'probes')
  return new Map(
    [...listIn(experiment, 'method'), ...probes]
      .map(asDict)
      .filter(({ name }) => isTruthy(name))
      .map((activity) => [activity.name as string, activity]),
  )
}
