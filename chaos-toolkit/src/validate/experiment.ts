import { loadConfiguration } from '../configuration/configuration.ts'
import { loadSecrets } from '../configuration/secrets.ts'
import { invalidActivity, invalidExperiment } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import { asDict, asList, listIn } from '../value/get.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { activitiesByName } from '../run/activity-index.ts'
import { validateActivity } from './activity.ts'
import type { ValidationContext } from './context.ts'
import { validateControls } from './controls.ts'
import { warnAboutDeprecations } from './deprecation.ts'
import { validateTolerance } from './tolerance.ts'

const validateHead = (experiment: Mapping): void => {
  if (!isTruthy(experiment.title)) throw invalidExperiment('experiment requires a title', ['title'])
  if (!isTruthy(experiment.description))
    throw invalidExperiment('experiment requires a description', ['description'])
  const tags = isTruthy(experiment.tags) ? asList(experiment.tags) : []
  if (tags.some((tag) => tag === '' || typeof tag !== 'string'))
    throw invalidExperiment('experiment tags must be a non-empty string', ['tags'])
  const extensions = isTruthy(experiment.extensions) ? asList(experiment.extensions) : []
  for (const [index, extension] of extensions.entries()) {
    const { name } = asDict(extension)
    if (!isTruthy(name) || String(name).trim() === '')
      throw invalidExperiment('All extensions require a non-empty name', ['extensions', index])
  }
}

const validateHypothesis = async (experiment: Mapping, context: ValidationContext): Promise<void> => {
  const declared = experiment['steady-state-hypothesis']
  if (declared === undefined || declared === null) return
  const hypothesis = asDict(declared)
  const path = ['steady-state-hypothesis']
  if (!isTruthy(hypothesis.title)) throw invalidExperiment('hypothesis requires a title', path)
  if (!isTruthy(hypothesis.probes)) return
  for (const [index, probe] of asList(hypothesis.probes).entries()) {
    const probePath = [...path, 'probes', index]
    await validateActivity(probe, probePath, context)
    if (!('tolerance' in (probe as Mapping)))
      throw invalidActivity('hypothesis probe must have a tolerance entry', probePath)
    await validateTolerance((probe as Mapping).tolerance, [...probePath, 'tolerance'], context)
  }
}

const validateMethod = async (experiment: Mapping, context: ValidationContext): Promise<void> => {
  if (experiment.method === undefined || experiment.method === null)
    throw invalidExperiment(
      'an experiment requires a method, which can be empty for only checking steady state hypothesis ',
      ['method'],
    )
  const known = activitiesByName(experiment)
  for (const [index, activity] of asList(experiment.method).entries()) {
    await validateActivity(activity, ['method', index], context)
    const { ref } = activity as Mapping
    if (isTruthy(ref) && !known.has(ref as string))
      throw invalidActivity(`referenced activity '${String(ref)}' could not be found in the experiment`, [
        'method',
        index,
        'ref',
      ])
  }
}

/**
 * Checks an experiment as chaoslib/experiment.py `ensure_experiment_is_valid`: the first thing that is wrong, with its
 * words. Rejects with ChaosError, or with PythonError where the real tool ends with a traceback; both are exit code 1.
 * A reference of a rollback is not looked up, and `--var` does not help a missing environment variable here.
 */
export const validateExperiment = async (value: unknown, context: ValidationContext): Promise<void> => {
  if (!isTruthy(value)) throw invalidExperiment('an empty experiment is not an experiment')
  if (!isMapping(value)) throw new PythonError('AttributeError', 'the experiment is not a mapping')
  activitiesByName(value)
  validateHead(value)
  loadConfiguration(value.configuration, context.environment)
  loadSecrets(value.secrets, context)
  await validateHypothesis(value, context)
  await validateMethod(value, context)
  for (const [index, activity] of listIn(value, 'rollbacks').entries())
    await validateActivity(activity, ['rollbacks', index], context)
  warnAboutDeprecations(value, context.notes)
  validateControls(value, context)
}
