import { activityFailed } from '../failure/chaos-error.ts'
import type { Judge } from '../port/judge.ts'
import type { HttpRequest } from './http-request.ts'

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const mark = '\n#dojo '
/** curl’s exit codes that requests calls a ConnectionError; 28 is told apart by whether it connected. */
const timedOut = 28
const responseMs = 600_000

/** curl would call every body a form. */
const bodyOf = ({ body, headers }: HttpRequest): string[] => {
  if (body === undefined) return []
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return [...(hasType ? [] : ['-H', 'Content-Type:']), '--data-binary', body]
}

const argvOf = (request: HttpRequest): string[] => {
  const { connectTimeoutS, readTimeoutS } = request
  // requests starts its read timeout again with each piece; curl’s limit is for the whole call.
  const whole = readTimeoutS === undefined ? undefined : (connectTimeoutS ?? 0) + readTimeoutS
  return [
    ...['curl', '-sS', '-L', '--max-redirs', '30', '--globoff', '--path-as-is'],
    ...['-i', '-w', `%{stderr}${mark}%{json}`],
    ...(request.method === 'HEAD' ? ['-I'] : ['-X', request.method]),
    ...Object.entries(request.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...bodyOf(request),
    ...(connectTimeoutS === undefined ? [] : ['--connect-timeout', String(connectTimeoutS)]),
    ...(whole === undefined ? [] : ['--max-time', String(whole)]),
    ...(request.verifyTls ? [] : ['-k']),
    ...['--', request.url],
  ]
}

/** What curl itself says about a call, after `mark` on stderr. */
interface Facts {
  readonly response_code?: number
  readonly time_connect?: number
  readonly size_download?: number
  readonly errormsg?: string | null
}

const factsIn = (stderr: string): Facts => {
  const at = stderr.lastIndexOf(mark)
  return at === -1 ? {} : (JSON.parse(stderr.slice(at + mark.length).split('\n')[0] as string) as Facts)
}

/** Gives the headers of the last answer; those that come twice are joined, as requests does. */
const headersOf = (text: string): Record<string, string> => {
  const block = text.split(/\r?\n\r?\n/).findLast((part) => /^HTTP\//.test(part.trimStart())) ?? ''
  const headers: Record<string, string> = {}
  for (const line of block.trim().split(/\r?\n/).slice(1)) {
    const at = line.indexOf(':')
    if (at < 1) continue
    const [name, value] = [line.slice(0, at), line.slice(at + 1).trim()]
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  return headers
}

/** Heads and body come on one stream; the body is its end. */
const cut = (stdout: string, { size_download: size = 0 }: Facts): { head: string; text: string } => {
  const bytes = Buffer.from(stdout)
  const at = Math.max(0, bytes.length - size)
  return { head: bytes.subarray(0, at).toString(), text: bytes.subarray(at).toString() }
}

const once = async (
  request: HttpRequest,
  judge: Judge,
): Promise<HttpResponse | { failure: string; isLate: boolean }> => {
  const { status, stdout, stderr } = await judge.run({ argv: argvOf(request), timeoutMs: responseMs })
  const facts = factsIn(stderr)
  if (status === 0) {
    const { head, text } = cut(stdout, facts)
    return { status: facts.response_code ?? 0, headers: headersOf(head), text }
  }
  const isLate = status === null || (status === timedOut && (facts.time_connect ?? 0) > 0)
  return { failure: facts.errormsg ?? `curl ended with ${status}: ${stderr.split(mark)[0]?.trim()}`, isLate }
}

/**
 * Makes an HTTP call from the judge, where the names of services are known. Rejects with ActivityFailed: a connection
 * that failed (and its retries too), or an answer that took too long. Any status is an answer.
 */
export const callFromJudge = async (request: HttpRequest, judge: Judge): Promise<HttpResponse> => {
  for (let tries = 0; ; tries += 1) {
    const answer = await once(request, judge)
    if (!('failure' in answer)) return answer
    if (answer.isLate) throw activityFailed('activity took too long to complete')
    if (tries >= request.retries)
      throw activityFailed(`failed to connect to ${request.url}: ${answer.failure}`)
  }
}
