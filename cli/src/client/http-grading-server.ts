import {
  createClient,
  DojoError,
  errorBody,
  type Client,
  type JournalEvent,
  type SandboxView,
} from '@noops-dojo/contracts'
import type { GradingServer } from './grading-server.ts'
import { patientFetch } from './patient-fetch.ts'

const pageSize = 500

const readEvents = async (call: Client, sandboxId: string): Promise<JournalEvent[]> => {
  const events: JournalEvent[] = []
  for (;;) {
    const query = { after: events.at(-1)?.seq ?? 0, limit: pageSize }
    const { items } = await call('listEvents', { params: { sandboxId }, query })
    events.push(...items)
    if (items.length < pageSize) return events
  }
}

/** An evaluation watches a hold to its end; on a machine that is too busy to look in time that may never come. */
const evaluateWithinMs = 90_000

/** Removing a sandbox may take the engine a while; an interrupted grade has no more time than this for it. */
const endWithinMs = 30_000

/** Whom to ask, as whom, and what ends every call. */
interface Address {
  readonly origin: string
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
}

/** A client whose calls end with the signal. */
const clientUntil = ({ origin, headers }: Address, signal: AbortSignal, send: typeof fetch = fetch): Client =>
  createClient({ origin, headers, fetch: (input, init) => send(input, { ...init, signal }) })

/** Evaluates, or gives the state as it is when that takes too long. */
const evaluate = async (address: Address, sandboxId: string): Promise<SandboxView> => {
  const limit = AbortSignal.timeout(evaluateWithinMs)
  const params = { sandboxId }
  try {
    return await clientUntil(address, AbortSignal.any([limit, address.signal]))('evaluate', { params })
  } catch (error) {
    if (!limit.aborted || address.signal.aborted) throw error
    return clientUntil(address, address.signal)('readSandbox', { params })
  }
}

const upload = async (
  { origin, headers, signal }: Address,
  sandboxId: string,
  tar: Uint8Array,
): Promise<void> => {
  const response = await fetch(`${origin}/api/sandboxes/${encodeURIComponent(sandboxId)}/submission`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/x-tar' },
    body: Buffer.from(tar),
    signal,
  })
  if (response.ok) return
  const said = errorBody.safeParse(await response.json().catch(() => null))
  if (said.success) throw new DojoError(said.data.code, said.data.message, said.data.detail)
  throw new DojoError('INTERNAL', `The server answered ${response.status} to the submission.`)
}

const readBundle = async ({ origin, headers, signal }: Address, sandboxId: string): Promise<string> => {
  const path = `/api/sandboxes/${encodeURIComponent(sandboxId)}/bundle`
  const response = await fetch(origin + path, { headers, signal })
  if (response.ok) return response.text()
  const said = errorBody.safeParse(await response.json().catch(() => null))
  throw new DojoError(
    said.data?.code ?? 'INTERNAL',
    said.data?.message ?? `The server answered ${response.status}.`,
  )
}

/**
 * A dojo over HTTP, as a grader. `signal` ends every call under way with its reason, but the two that must not be left
 * half done: a sandbox that was asked for has to be known by its id, and is ended in any case.
 */
export const httpGradingServer = (
  origin: string,
  token: string,
  signal: AbortSignal = new AbortController().signal,
): GradingServer => {
  const address: Address = { origin, headers: { authorization: `Bearer ${token}` }, signal }
  const call = clientUntil(address, signal)
  const callToEnd = createClient(address)
  return {
    origin,
    until: (other) => httpGradingServer(origin, token, AbortSignal.any([signal, other])),
    listLabs: async () => (await call('listLabs')).items,
    startSandbox: (labId, seed) =>
      callToEnd('startSandbox', { body: { labId, seed, cold: seed !== undefined } }),
    readSandbox: (sandboxId) => call('readSandbox', { params: { sandboxId } }),
    endSandbox: async (sandboxId) => {
      await clientUntil(address, AbortSignal.timeout(endWithinMs))('endSandbox', { params: { sandboxId } })
    },
    upload: (sandboxId, tar) => upload(address, sandboxId, tar),
    run: (sandboxId, script, timeoutMs) =>
      clientUntil(
        address,
        signal,
        patientFetch,
      )('runSubmission', {
        params: { sandboxId },
        body: { script, timeoutMs },
      }),
    evaluate: (sandboxId) => evaluate(address, sandboxId),
    answer: (sandboxId, taskId, answers) =>
      call('answerTask', { params: { sandboxId, taskId }, body: { answers } }),
    startAttempt: (sandboxId, taskId, kind) =>
      call('startAttempt', { params: { sandboxId, taskId }, body: kind ?? { arm: 'fault' } }),
    readAttempt: (sandboxId, attemptId) => call('readAttempt', { params: { sandboxId, attemptId } }),
    events: (sandboxId) => readEvents(call, sandboxId),
    bundle: (sandboxId) => readBundle(address, sandboxId),
  }
}
