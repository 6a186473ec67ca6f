import { PythonError } from '../failure/python-error.ts'
import type { PythonModules, PythonWorld } from '../python/python-function.ts'
import type { Mapping } from '../value/mapping.ts'
import { runHttp } from './http.ts'
import { runProcess } from './process.ts'
import { runPython } from './python.ts'

/** Plays one activity by its provider and gives its output. An unknown provider gives None, as chaoslib’s does. */
export const playActivity = async (
  activity: Mapping,
  world: PythonWorld,
  modules: PythonModules,
): Promise<unknown> => {
  const provider = activity.provider as Mapping | undefined
  if (provider === undefined) throw new PythonError('KeyError', "'provider'")
  if (provider.type === 'python') return runPython(activity, world, modules)
  if (provider.type === 'process') return runProcess(activity, world)
  return provider.type === 'http' ? runHttp(activity, world) : null
}
