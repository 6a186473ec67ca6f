import { invalidActivity, type ExperimentPath } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import { parsePath } from '../tolerance/jsonpath/parse-path.ts'
import { compilePattern } from '../tolerance/python-pattern.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import { typeName } from '../value/type-name.ts'
import { validateActivity } from './activity.ts'
import type { ValidationContext } from './context.ts'

const refuse = (message: string, path: ExperimentPath): never => {
  throw invalidActivity(message, path)
}

const validateRegex = (tolerance: Mapping, path: ExperimentPath): void => {
  if (!('pattern' in tolerance)) refuse('hypothesis regex probe tolerance must have a `pattern` key', path)
  const { pattern } = tolerance
  if (typeof pattern !== 'string')
    return refuse(`hypothesis probe tolerance pattern ${pythonStr(pattern)} has an invalid type`, path)
  try {
    compilePattern(pattern)
  } catch (error) {
    refuse(`hypothesis probe tolerance pattern ${pattern} seems invalid: ${(error as Error).message}`, path)
  }
}

const validateJsonPath = (tolerance: Mapping, path: ExperimentPath): void => {
  if (!('path' in tolerance)) refuse('hypothesis jsonpath probe tolerance must have a `path` key', path)
  if (typeof tolerance.path !== 'string')
    throw new PythonError('AttributeError', `'${typeName(tolerance.path)}' object has no attribute 'strip'`)
  const text = tolerance.path.trim()
  if (text === '') refuse('hypothesis probe tolerance JSON path cannot be empty', path)
  try {
    parsePath(text)
  } catch {
    refuse(`hypothesis probe tolerance JSON path ${text} is invalid`, path)
  }
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

const validateRange = (tolerance: Mapping, path: ExperimentPath): void => {
  if (!('range' in tolerance)) refuse('hypothesis range probe tolerance must have a `range` key', path)
  const { range } = tolerance
  if (!Array.isArray(range)) return refuse('hypothesis range must be a sequence', path)
  if (range.length !== 2) refuse('hypothesis range sequence must be made of two values', path)
  if (!isNumber(range[0])) refuse('hypothesis range lower boundary must be a number', path)
  if (!isNumber(range[1])) refuse('hypothesis range upper boundary must be a number', path)
}

const unusable =
  'hypothesis probe tolerance must either be an integer, a string, a boolean or a pair of values for boundaries. ' +
  'It can also be a dictionary which is a probe activity definition that takes an argument called `value` with ' +
  'the value of the probe itself to be validated'

/**
 * Checks a tolerance; a float is refused, though whole numbers are not. Source: chaoslib/hypothesis.py
 * `ensure_hypothesis_tolerance_is_valid`.
 */
export const validateTolerance = async (
  tolerance: unknown,
  path: ExperimentPath,
  context: ValidationContext,
): Promise<void> => {
  const isFloat = typeof tolerance === 'number' && (!Number.isInteger(tolerance) || context.isFloat(path))
  if (tolerance === null || isFloat) refuse(unusable, path)
  if (!isMapping(tolerance)) return
  if (tolerance.type === 'probe') return validateActivity(tolerance, path, context)
  if (tolerance.type === 'regex') return validateRegex(tolerance, path)
  if (tolerance.type === 'jsonpath') return validateJsonPath(tolerance, path)
  if (tolerance.type === 'range') return validateRange(tolerance, path)
  refuse(`hypothesis probe tolerance type '${pythonStr(tolerance.type)}' is unsupported`, path)
}
