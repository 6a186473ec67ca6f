import { faultsOf } from './canonical.ts'
import type { Case } from './case.ts'
import { corpusPolicy, fill, missing, ownId } from './fixtures.ts'
import { notOpenEntry } from './not-open.ts'
import { requestBytes } from './request-bytes.ts'
import type { StubbedGuard } from './stubbed-guard.ts'

/** What came of a case: passed, passed because the route is not open yet, or failed with the reason. */
export type Verdict = { id: string; outcome: 'passed' | 'not-open' | 'failed'; detail: string }

/** Routes that the guard answers itself: nothing goes upstream. */
const synthetic = /^\/(_ping|version|info|system\/df|nodes(\/[^/]+)?|images\/create|distribution\/.+)$/
const withoutVersion = (path: string) => path.replace(/^\/v1\.\d+(?=\/)/, '')

/** Tries one case against a guard in front of the stub. */
export async function tryCase(guard: StubbedGuard, test: Case): Promise<Verdict> {
  const undo = await arrange(guard, test)
  try {
    guard.stub.recorded.length = 0
    const answer = await guard.exchange(requestBytes(test), isPipelined(test))
    const problem = await problemOf(guard, test, answer)
    if (!problem) return { id: test.id, outcome: 'passed', detail: '' }
    const entry = notOpenEntry(test.method, withoutVersion(test.path), test.query)
    const isRefused = guard.stub.recorded.length === 0 && statusesOf(answer).every((status) => status >= 400)
    if (test.expect !== 'deny' && entry && isRefused)
      return { id: test.id, outcome: 'not-open', detail: entry.reason }
    return { id: test.id, outcome: 'failed', detail: problem }
  } finally {
    await undo()
  }
}

async function problemOf(guard: StubbedGuard, test: Case, answer: Buffer): Promise<string | null> {
  const statuses = statusesOf(answer)
  const upstream = [...guard.stub.recorded]
  const text = answer.toString('utf8').split('\r\n\r\n')[1]?.trim().slice(0, 200) ?? ''
  for (const request of upstream) {
    const faults = faultsOf(request)
    if (faults.length > 0) return `went upstream with ${faults.join(', ')}`
  }
  if (test.expect === 'deny') {
    if (isPipelined(test))
      return statuses.at(-1)! >= 400 && upstream.every(({ method }) => method === 'GET')
        ? null
        : 'the second request passed'
    if (upstream.length > 0)
      return `denied request went upstream: ${upstream[0]!.method} ${upstream[0]!.path}`
    if (statuses.some((status) => status < 400)) return `answered ${statuses.join()} to what must be refused`
    return alikeWhenMissing(guard, test, answer)
  }
  if (statuses.length === 0) return 'no answer'
  if (statuses[0]! >= 400) return `refused with ${statuses[0]}: ${text}`
  if (upstream.length === 0 && synthetic.test(withoutVersion(fill(test.path)))) return null
  return upstream.length === 1 ? null : `${upstream.length} requests went upstream instead of one`
}

const isPipelined = (test: Case) => typeof test.body === 'string' && /^<[^{]*pipelined/.test(test.body)

/** A foreign object must look like a missing one, to the byte (but for the reference the client itself sent). */
async function alikeWhenMissing(guard: StubbedGuard, test: Case, answer: Buffer): Promise<string | null> {
  const isForeign = /\{\{(OTHER_|WS_|JUDGE_|EXEC_OF)/.test(test.path)
  if (!isForeign || statusesOf(answer)[0] !== 404) return null
  const other = await guard.exchange(requestBytes(test, missing))
  const name = /\{\{((?:OTHER_|WS_|JUDGE_|EXEC_OF)[A-Z0-9_]*)\}\}/.exec(test.path)![1]!
  const same = other.toString('latin1').replaceAll(fill(`{{${name}}}`, missing), fill(`{{${name}}}`))
  return same === answer.toString('latin1')
    ? null
    : 'a foreign object is answered differently from a missing one'
}

/** Status codes of the answers in a connection's bytes, in order. */
export function statusesOf(answer: Buffer): number[] {
  return [...answer.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}

/** Brings about the circumstances that a case describes; gives what undoes them. */
async function arrange(guard: StubbedGuard, test: Case): Promise<() => Promise<void>> {
  const text = typeof test.body === 'string' && test.body.startsWith('<') ? test.body : ''
  if (/terminating|fenced/.test(text)) {
    await guard.setFenced(true)
    return () => guard.setFenced(false)
  }
  if (/engine (is )?(down|away)/.test(text)) {
    await guard.open(`${guard.folder}/nowhere.sock`)
    return () => guard.open(`${guard.folder}/engine.sock`)
  }
  if (test.category === 'QUOTA' && test.expect === 'deny') {
    const free = /stream|\/events|follow|exec|attach/.test(text + test.path)
      ? fillStreams(guard)
      : () => undefined
    guard.stub.extra = 50
    if (/rate|requests? (a|per) |\/s\b|in (a|one) second/i.test(text)) await drainRate(guard)
    return async () => {
      guard.stub.extra = 0
      free()
      await guard.refill()
    }
  }
  return async () => undefined
}

/** Uses up the requests of this second, with its burst. */
async function drainRate({ guard, folder }: StubbedGuard): Promise<void> {
  const policy = corpusPolicy(folder)
  await guard.put({ ...policy, limits: { ...policy.limits, requestsPerSecond: 1 } })
  const { learner } = guard.sandbox(ownId)!.rates
  try {
    for (;;) learner.take()
  } catch {
    // Empty now.
  }
}

/** Takes every stream that the policy allows; gives what frees them. */
function fillStreams({ guard }: StubbedGuard): () => void {
  const { limits } = corpusPolicy('')
  const leave = Array.from({ length: limits.streams }, () => guard.sandbox(ownId)!.streams.learner.enter())
  return () => leave.forEach((free) => free())
}
