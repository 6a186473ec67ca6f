import type { Settings } from '../configuration/substitute.ts'
import { isKind } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import { isIn, pythonEquals } from '../value/equal.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { isAtMost } from '../value/order.ts'
import { withinJsonPath, withinRange, withinRegex } from './within-typed.ts'

/** Plays an activity and gives its output; rejects with ActivityFailed. */
export type PlayActivity = (activity: Mapping) => Promise<unknown>

const statusOr = (value: unknown): unknown => (isMapping(value) && 'status' in value ? value.status : value)

const withinList = (tolerance: readonly unknown[], value: unknown): boolean => {
  if (isMapping(value) && 'status' in value) return isIn(value.status, tolerance)
  if (tolerance.length === 2) return isAtMost(tolerance[0], value) && isAtMost(value, tolerance[1])
  return isIn(value, tolerance)
}

/** The value becomes the probe’s argument `value`, in the experiment itself: chaoslib does not copy it. */
const withinProbe = async (tolerance: Mapping, value: unknown, play: PlayActivity): Promise<boolean> => {
  const args = (tolerance.provider as Mapping | undefined)?.arguments
  if (!isMapping(args)) throw new PythonError('KeyError', "'arguments'")
  args.value = value
  try {
    return isTruthy(await play(tolerance))
  } catch (error) {
    if (isKind(error, 'ActivityFailed')) return false
    throw error
  }
}

const withinDict = async (
  tolerance: Mapping,
  value: unknown,
  settings: Settings,
  play: PlayActivity,
): Promise<boolean> => {
  if (tolerance.type === 'probe') return withinProbe(tolerance, value, play)
  if (tolerance.type === 'regex') return withinRegex(tolerance, value, settings)
  if (tolerance.type === 'jsonpath') return withinJsonPath(tolerance, value, settings)
  return tolerance.type === 'range' ? withinRange(tolerance, value) : false
}

/**
 * Says whether a probe’s output is within its tolerance. Booleans and texts are compared with the output itself, whole
 * numbers and lists with its `status` where it has one; a list of two is a range, a longer one a choice. Throws
 * PythonError where chaoslib ends with an exception. Source: chaoslib/hypothesis.py `within_tolerance`.
 */
export const isWithinTolerance = async (
  tolerance: unknown,
  value: unknown,
  settings: Settings,
  play: PlayActivity,
): Promise<boolean> => {
  if (typeof tolerance === 'boolean' || typeof tolerance === 'string') return pythonEquals(value, tolerance)
  if (Number.isInteger(tolerance)) return pythonEquals(statusOr(value), tolerance)
  if (Array.isArray(tolerance)) return withinList(tolerance, value)
  return isMapping(tolerance) ? withinDict(tolerance, value, settings, play) : false
}
