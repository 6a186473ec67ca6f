/**
 * What Python would have raised there and chaoslib does not catch: the real tool ends with a traceback, exit code 1 and
 * no journal. `type` is Python’s name of the exception.
 */
export class PythonError extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.name = 'PythonError'
    this.type = type
  }
}
