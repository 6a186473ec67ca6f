import { invalidActivity, type ExperimentPath } from '../failure/chaos-error.ts'
import { asDict } from '../value/get.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import type { ValidationContext } from './context.ts'
import { validateProvider } from './provider.ts'

const validatePause = (pause: unknown, when: 'before' | 'after', path: ExperimentPath): void => {
  if (typeof pause !== 'string' || (pause.startsWith('${') && pause.endsWith('}'))) return
  throw invalidActivity(
    `activity ${when} pause must be a number or a pattern to a variable from the configuration or secrets`,
    [...path, 'pauses', when],
  )
}

const validateTiming = (activity: Mapping, path: ExperimentPath): void => {
  const { timeout, pauses } = activity
  if (
    timeout !== undefined &&
    timeout !== null &&
    typeof timeout !== 'number' &&
    typeof timeout !== 'boolean'
  )
    throw invalidActivity('activity timeout must be a number', [...path, 'timeout'])
  if (pauses !== undefined && pauses !== null) {
    validatePause(asDict(pauses).before, 'before', path)
    validatePause(asDict(pauses).after, 'after', path)
  }
  if ('background' in activity && typeof activity.background !== 'boolean')
    throw invalidActivity('activity background must be a boolean', [...path, 'background'])
}

const validateRef = (ref: unknown, path: ExperimentPath): void => {
  if (typeof ref !== 'string' || ref === '')
    throw invalidActivity('reference to activity must be non-empty strings', [...path, 'ref'])
}

/**
 * Checks an activity as chaoslib/activity.py `ensure_activity_is_valid`, with its words and in its order. `timeout` of
 * an activity is checked, and never used. Rejects with InvalidActivity, or PythonError where chaoslib ends with one.
 */
export const validateActivity = async (
  activity: unknown,
  path: ExperimentPath,
  context: ValidationContext,
): Promise<void> => {
  if (!isTruthy(activity)) throw invalidActivity('empty activity is no activity', path)
  const entry = asDict(activity)
  if (entry.ref !== undefined && entry.ref !== null) return validateRef(entry.ref, path)
  if (!isTruthy(entry.type)) throw invalidActivity('an activity must have a type', path)
  if (entry.type !== 'probe' && entry.type !== 'action')
    throw invalidActivity(`'${pythonStr(entry.type)}' is not a supported activity type`, [...path, 'type'])
  if (!isTruthy(entry.name)) throw invalidActivity('an activity must have a name', path)
  if (!isTruthy(entry.provider)) throw invalidActivity('an activity requires a provider', path)
  const provider = asDict(entry.provider)
  const providerPath = [...path, 'provider']
  if (!isTruthy(provider.type)) throw invalidActivity('a provider must have a type', providerPath)
  if (!['python', 'process', 'http'].includes(provider.type as string))
    throw invalidActivity(`unknown provider type '${pythonStr(provider.type)}'`, [...providerPath, 'type'])
  validateTiming(entry, path)
  await validateProvider(entry, providerPath, context)
}

/** Gives the name that messages call an activity by. */
export const nameOf = (activity: unknown): string =>
  isMapping(activity) ? pythonStr(activity.name ?? null) : pythonStr(activity)
