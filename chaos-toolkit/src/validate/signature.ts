import { invalidActivity, type ExperimentPath } from '../failure/chaos-error.ts'
import type { PythonFunction } from '../python/python-function.ts'
import type { Mapping } from '../value/mapping.ts'

/**
 * Checks that arguments fit a function. Throws InvalidActivity for the first one that is missing, then for the first
 * unknown one. The message names the function where it says “activity”: chaoslib’s loop variable hides the name.
 */
export const bindArguments = (called: PythonFunction, args: Mapping, path: ExperimentPath): void => {
  const given = new Set([...Object.keys(args), ...(called.injected ?? [])])
  const missing = called.parameters.find(
    (parameter) => !('default' in parameter) && !given.has(parameter.name),
  )
  if (missing)
    throw invalidActivity(
      `required argument '${missing.name}' is missing from activity '${called.name}'`,
      path,
    )
  const known = new Set<string>([...called.parameters.map(({ name }) => name), ...(called.injected ?? [])])
  const unexpected = Object.keys(args).find((name) => !known.has(name))
  if (unexpected !== undefined)
    throw invalidActivity(
      `argument '${unexpected}' is not part of the function signature in activity '${called.name}'`,
      [...path, unexpected],
    )
}
