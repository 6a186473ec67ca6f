import { substitute, substituteArguments, type Settings } from '../configuration/substitute.ts'
import { PythonError } from '../failure/python-error.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonJson } from '../value/json.ts'
import { pythonStr } from '../value/text.ts'

/** An HTTP call as it goes out. Times in seconds; undefined means for ever. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly connectTimeoutS: number | undefined
  readonly readTimeoutS: number | undefined
  readonly verifyTls: boolean
  readonly retries: number
}

const pairs = (args: Mapping): [string, string][] =>
  Object.entries(args).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== null && item !== undefined)
      .map((item): [string, string] => [key, pythonStr(item)]),
  )

const encoded = (args: unknown): string =>
  isMapping(args) ? new URLSearchParams(pairs(args)).toString() : pythonStr(args)

const withQuery = (url: string, args: unknown): string => {
  if (!isTruthy(args)) return url
  const [address, fragment] = url.split('#', 2) as [string, string | undefined]
  const joint = address.includes('?') ? '&' : '?'
  return `${address}${joint}${encoded(args)}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Throws what requests raises before anything is sent. */
const checkUrl = (url: string): void => {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined || /^[^/]*:\d+(\/|$)/.test(url))
    throw new PythonError(
      'requests.exceptions.MissingSchema',
      `Invalid URL '${url}': No scheme supplied. Perhaps you meant https://${url}?`,
    )
  if (scheme !== 'http' && scheme !== 'https')
    throw new PythonError(
      'requests.exceptions.InvalidSchema',
      `No connection adapters were found for '${url}'`,
    )
}

const seconds = (value: unknown): number | undefined => {
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'number')
    throw new PythonError(
      'ValueError',
      `Timeout value connect was ${pythonStr(value)}, but it must be an int, float or None.`,
    )
  return value
}

const headersOf = (value: unknown): Record<string, string> =>
  isMapping(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== null)
          .map(([key, item]) => [key, pythonStr(item)]),
      )
    : {}

/**
 * Makes the call of an http activity: arguments are the query of a GET; else the body, as JSON when the header is
 * written `Content-Type: application/json` exactly, as a form otherwise. Throws PythonError for what requests refuses.
 */
export const requestOf = (activity: Mapping, settings: Settings): HttpRequest => {
  const provider = activity.provider as Mapping
  const method = String(provider.method ?? 'GET').toUpperCase()
  const headers = headersOf(substitute(provider.headers, settings))
  const args = substituteArguments(provider.arguments, settings)
  const url = pythonStr(substitute(provider.url, settings))
  checkUrl(url)
  const timeout = substitute(provider.timeout, settings)
  const [connect, read] = Array.isArray(timeout) ? (timeout as unknown[]) : [timeout, timeout]
  const isJson = headers['Content-Type'] === 'application/json'
  const hasBody = method !== 'GET' && isTruthy(args)
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const isForm = hasBody && !isJson && isMapping(args)
  return {
    method,
    url: method === 'GET' ? withQuery(url, args) : url,
    headers:
      isForm && !hasType ? { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' } : headers,
    body: hasBody ? (isJson ? pythonJson(args) : encoded(args)) : undefined,
    connectTimeoutS: seconds(connect),
    readTimeoutS: seconds(read),
    verifyTls: provider.verify_tls !== false,
    retries: typeof provider.max_retries === 'number' ? provider.max_retries : 0,
  }
}
