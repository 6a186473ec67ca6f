import {
  createClient,
  DojoError,
  errorBody,
  type Client,
  type JournalEvent,
  type SandboxView,
} from '@noops-dojo/contracts'
import type { GradingServer } from './grading-server.ts'

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

/** Evaluates, or gives the state as it is when that takes too long. */
const evaluate = async (
  origin: string,
  headers: Record<string, string>,
  sandboxId: string,
): Promise<SandboxView> => {
  const signal = AbortSignal.timeout(evaluateWithinMs)
  const limited: typeof fetch = (input, init) => fetch(input, { ...init, signal })
  try {
    return await createClient({ origin, headers, fetch: limited })('evaluate', { params: { sandboxId } })
  } catch (error) {
    if (!signal.aborted) throw error
    return createClient({ origin, headers })('readSandbox', { params: { sandboxId } })
  }
}

const upload = async (
  origin: string,
  headers: Record<string, string>,
  sandboxId: string,
  tar: Uint8Array,
): Promise<void> => {
  const response = await fetch(`${origin}/api/sandboxes/${encodeURIComponent(sandboxId)}/submission`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/x-tar' },
    body: Buffer.from(tar),
  })
  if (response.ok) return
  const said = errorBody.safeParse(await response.json().catch(() => null))
  if (said.success) throw new DojoError(said.data.code, said.data.message, said.data.detail)
  throw new DojoError('INTERNAL', `The server answered ${response.status} to the submission.`)
}

const readBundle = async (
  origin: string,
  headers: Record<string, string>,
  sandboxId: string,
): Promise<string> => {
  const response = await fetch(`${origin}/api/sandboxes/${encodeURIComponent(sandboxId)}/bundle`, { headers })
  if (response.ok) return response.text()
  const said = errorBody.safeParse(await response.json().catch(() => null))
  throw new DojoError(
    said.data?.code ?? 'INTERNAL',
    said.data?.message ?? `The server answered ${response.status}.`,
  )
}

/** A dojo over HTTP, as a grader. */
export const httpGradingServer = (origin: string, token: string): GradingServer => {
  const headers = { authorization: `Bearer ${token}` }
  const call = createClient({ origin, headers })
  return {
    origin,
    listLabs: async () => (await call('listLabs')).items,
    startSandbox: (labId, seed) => call('startSandbox', { body: { labId, seed, cold: seed !== undefined } }),
    readSandbox: (sandboxId) => call('readSandbox', { params: { sandboxId } }),
    endSandbox: async (sandboxId) => {
      await call('endSandbox', { params: { sandboxId } })
    },
    upload: (sandboxId, tar) => upload(origin, headers, sandboxId, tar),
    run: (sandboxId, script, timeoutMs) =>
      call('runSubmission', { params: { sandboxId }, body: { script, timeoutMs } }),
    evaluate: (sandboxId) => evaluate(origin, headers, sandboxId),
    answer: (sandboxId, taskId, answers) =>
      call('answerTask', { params: { sandboxId, taskId }, body: { answers } }),
    startAttempt: (sandboxId, taskId, kind) =>
      call('startAttempt', { params: { sandboxId, taskId }, body: kind ?? { arm: 'fault' } }),
    readAttempt: (sandboxId, attemptId) => call('readAttempt', { params: { sandboxId, attemptId } }),
    events: (sandboxId) => readEvents(call, sandboxId),
    bundle: (sandboxId) => readBundle(origin, headers, sandboxId),
  }
}
