import { asDict, dictIn, listIn } from '../value/get.ts'
import type { Mapping } from '../value/mapping.ts'

/** Gives every control that an experiment declares, at all levels, in order. Source: chaoslib `get_controls`. */
export const declaredControls = (experiment: Mapping): Mapping[] => {
  const hypothesis = dictIn(experiment, 'steady-state-hypothesis')
  const activities = [
    ...listIn(hypothesis, 'probes'),
    ...listIn(experiment, 'method'),
    ...listIn(experiment, 'rollbacks'),
  ]
  return [
    ...listIn(experiment, 'controls'),
    ...listIn(hypothesis, 'controls'),
    ...activities.flatMap((activity) => listIn(asDict(activity), 'controls')),
  ].map(asDict)
}
