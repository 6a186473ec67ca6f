import { substituteArguments } from '../configuration/substitute.ts'
import { activityFailed } from '../failure/chaos-error.ts'
import { PythonError } from '../failure/python-error.ts'
import type { PythonWorld } from '../python/python-function.ts'
import { asList } from '../value/get.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'

/** Gives where an executable is in the judge, as Python’s `shutil.which`; null when there is none. */
export const findExecutable = async (
  path: string,
  { judge }: Pick<PythonWorld, 'judge'>,
): Promise<string | null> => {
  // `type -P` looks along PATH only: no functions, no builtins.
  const found = await judge.run({ argv: ['bash', '-c', 'type -P -- "$0"', path], timeoutMs: 15_000 })
  return found.status === 0 ? found.stdout.trim() : null
}

const expanded = async (path: string, world: PythonWorld): Promise<string> => {
  if (!/^~(\/|$)/.test(path)) return path
  const { stdout } = await world.judge.run({ argv: ['bash', '-c', 'printf %s "$HOME"'], timeoutMs: 15_000 })
  return stdout + path.slice(1)
}

/** A text goes through the shell, even when the executable was not found; a dict is flattened; empty parts are dropped. */
const argvOf = (path: string | null, given: unknown): string[] => {
  if (typeof given === 'string') return ['/bin/sh', '-c', `${path ?? 'None'} ${given}`]
  const parts = isMapping(given) ? Object.entries(given).flat() : asList(given)
  if (path === null)
    throw new PythonError('TypeError', 'expected str, bytes or os.PathLike object, not NoneType')
  return [path, ...parts.filter((part) => part !== null && part !== '').map(pythonStr)]
}

/**
 * Runs a process activity in the judge. Gives `{status, stdout, stderr}`: any exit code is a success. Rejects with
 * ActivityFailed when the provider’s `timeout` (s) is over. Source: chaoslib/provider/process.py.
 */
export const runProcess = async (activity: Mapping, world: PythonWorld): Promise<unknown> => {
  const provider = activity.provider as Mapping
  const given = 'arguments' in provider ? substituteArguments(provider.arguments, world) : []
  const path = await findExecutable(await expanded(pythonStr(provider.path), world), world)
  const timeoutMs = typeof provider.timeout === 'number' ? provider.timeout * 1000 : undefined
  const env = world.environment.forProcesses()
  const { status, stdout, stderr } = await world.judge.run({ argv: argvOf(path, given), env, timeoutMs })
  if (status === null) throw activityFailed('process activity took too long to complete')
  return { status, stdout, stderr }
}
