import { PythonError } from '../failure/python-error.ts'
import type { Mapping } from '../value/mapping.ts'
import { convertTo } from './convert.ts'

/**
 * Reads `--var key[:type]=value`. Throws PythonError (ValueError) with chaoslib’s words; the command line answers with
 * exit code 2. Source: chaoslib/__init__.py `convert_vars`.
 */
export const readVariables = (given: readonly string[]): Mapping => {
  const variables: Mapping = {}
  for (const text of given) {
    const at = text.indexOf('=')
    if (at === -1) throw new PythonError('ValueError', 'var needs to be in the format name[:type]=value')
    const [key, value] = [text.slice(0, at), text.slice(at + 1)]
    const colon = key.lastIndexOf(':')
    if (colon === -1) variables[key] = value
    else variables[key.slice(0, colon)] = convertTo(key.slice(colon + 1), value)
  }
  return variables
}
