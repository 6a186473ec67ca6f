import { substituteArguments } from '../configuration/substitute.ts'
import { activityFailed } from '../failure/chaos-error.ts'
import { describeError } from '../failure/describe.ts'
import { PythonError } from '../failure/python-error.ts'
import type { PythonFunction, PythonModules, PythonWorld } from '../python/python-function.ts'
import { asDict, asList } from '../value/get.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'

const find = (provider: Mapping, modules: PythonModules): PythonFunction => {
  const [module, func] = [String(provider.module), String(provider.func)]
  const known = modules.get(module)
  if (known === undefined) throw new PythonError('ModuleNotFoundError', `No module named '${module}'`)
  const found = known.get(func)
  if (found === undefined)
    throw new PythonError('AttributeError', `module '${module}' has no attribute '${func}'`)
  return found
}

/** The scopes that `secrets: [scope]` of a provider names, merged. */
const secretsOf = (provider: Mapping, secrets: Mapping): Mapping =>
  Object.assign(
    {},
    ...(isMapping(provider.secrets) ? Object.keys(provider.secrets) : asList(provider.secrets)).map(
      (scope) => {
        const found = secrets[String(scope)]
        return isMapping(found) ? found : {}
      },
    ),
  ) as Mapping

/** Throws Python’s TypeError for arguments that do not fit, and gives them with their defaults. */
const bound = (called: PythonFunction, args: Mapping): Mapping => {
  const names = called.parameters.map(({ name }) => name)
  const unexpected = Object.keys(args).find((name) => !names.includes(name))
  if (unexpected !== undefined)
    throw new PythonError('TypeError', `${called.name}() got an unexpected keyword argument '${unexpected}'`)
  const missing = called.parameters.find(({ name, ...rest }) => !(name in args) && !('default' in rest))
  if (missing !== undefined)
    throw new PythonError(
      'TypeError',
      `${called.name}() missing 1 required positional argument: '${missing.name}'`,
    )
  return Object.fromEntries(
    called.parameters.map(({ name, default: fallback }) => [name, name in args ? args[name] : fallback]),
  )
}

/**
 * Plays a python activity by our own code for the function it names. Whatever goes wrong inside is ActivityFailed; a
 * module or function that is not there is a PythonError. Source: chaoslib/provider/python.py.
 */
export const runPython = async (
  activity: Mapping,
  world: PythonWorld,
  modules: PythonModules,
): Promise<unknown> => {
  const provider = activity.provider as Mapping
  const called = find(provider, modules)
  const declared = provider.arguments === undefined ? {} : asDict(provider.arguments)
  const args = asDict(substituteArguments({ ...declared }, world))
  const scoped =
    'secrets' in provider && called.injected?.includes('secrets') ? secretsOf(provider, world.secrets) : {}
  try {
    return (await called.call(bound(called, args), { ...world, secrets: scoped })) ?? null
  } catch (error) {
    throw activityFailed(describeError(error))
  }
}
