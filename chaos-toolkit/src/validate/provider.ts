import { invalidActivity, type ExperimentPath } from '../failure/chaos-error.ts'
import { asDict } from '../value/get.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import type { ValidationContext } from './context.ts'
import { bindArguments } from './signature.ts'

const validateProcess = async (
  activity: Mapping,
  provider: Mapping,
  path: ExperimentPath,
  { hasExecutable }: ValidationContext,
): Promise<void> => {
  if (!isTruthy(provider.path)) throw invalidActivity('a process activity must have a path', path)
  // `~` is expanded when the process runs, not here: such a path is refused.
  if (hasExecutable && !(await hasExecutable(String(provider.path))))
    throw invalidActivity(
      `path '${String(provider.path)}' cannot be found, in activity '${String(activity.name)}'`,
      [...path, 'path'],
    )
}

const validateHttp = (provider: Mapping, path: ExperimentPath): void => {
  if (!isTruthy(provider.url)) throw invalidActivity('a HTTP activity must have a URL', path)
  if (isTruthy(provider.headers) && !isMapping(provider.headers))
    throw invalidActivity('a HTTP activities expect headers as a mapping', [...path, 'headers'])
}

const validatePython = (
  activity: Mapping,
  provider: Mapping,
  path: ExperimentPath,
  { modules }: ValidationContext,
): void => {
  const name = pythonStr(activity.name)
  if (!isTruthy(provider.module)) throw invalidActivity('a Python activity must have a module path', path)
  if (!isTruthy(provider.func)) throw invalidActivity('a Python activity must have a function name', path)
  const [module, func] = [String(provider.module), String(provider.func)]
  const known = modules.get(module)
  if (known === undefined)
    throw invalidActivity(`could not find Python module '${module}' in activity '${name}'`, [
      ...path,
      'module',
    ])
  const found = known.get(func)
  if (found === undefined)
    throw invalidActivity(
      `The python module '${module}' does not expose a function called '${func}' in ${pythonStr(activity.type)} '${name}'`,
      [...path, 'func'],
    )
  const args = provider.arguments === undefined ? {} : asDict(provider.arguments)
  bindArguments(found, args, [...path, 'arguments'])
}

/** Checks the provider of an activity. Sources: chaoslib/provider/{process,http,python}.py. */
export const validateProvider = async (
  activity: Mapping,
  path: ExperimentPath,
  context: ValidationContext,
): Promise<void> => {
  const provider = asDict(activity.provider)
  if (provider.type === 'process') return validateProcess(activity, provider, path, context)
  if (provider.type === 'http') return validateHttp(provider, path)
  validatePython(activity, provider, path, context)
}
