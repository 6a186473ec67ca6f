import { ChaosError } from './chaos-error.ts'
import { PythonError } from './python-error.ts'

/** Gives an error as `traceback.format_exception_only` prints it: `TypeError: …`. */
export const describeError = (error: unknown): string => {
  if (error instanceof PythonError) return `${error.type}: ${error.message}`
  if (error instanceof ChaosError) return `chaoslib.exceptions.${error.kind}: ${error.message}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
