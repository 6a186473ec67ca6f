import { PythonError } from '../failure/python-error.ts'
import type { PythonWorld } from '../python/python-function.ts'
import type { Mapping } from '../value/mapping.ts'
import { callFromJudge } from './curl.ts'
import { requestOf } from './http-request.ts'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new PythonError('requests.exceptions.JSONDecodeError', (error as Error).message)
  }
}

/**
 * Plays an http activity from the judge. Gives `{status, headers, body}`: any status is a success, `expected_status` is
 * not looked at, and the body is parsed only when the Content-Type is `application/json` and nothing more. Rejects with
 * ActivityFailed, or with PythonError for what chaoslib does not catch. Source: chaoslib/provider/http.py.
 */
export const runHttp = async (activity: Mapping, world: PythonWorld): Promise<unknown> => {
  const { status, headers, text } = await callFromJudge(requestOf(activity, world), world.judge)
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return { status, headers, body: type === 'application/json' ? parse(text) : text }
}
