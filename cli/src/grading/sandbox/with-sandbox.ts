import { setTimeout as sleep } from 'node:timers/promises'
import { isUsable, type SandboxView } from '@noops-dojo/contracts'
import type { GradingServer } from '../../client/grading-server.ts'
import { InfrastructureError, InvalidInputError } from '../exit-codes.ts'

export interface SandboxOrder {
  readonly labId: string
  /** Of the lab that is graded here; a dojo that knows another version would judge by that. */
  readonly labDigest?: string | undefined
  readonly seed: string
  readonly cold: boolean
  readonly pollMs: number
  readonly signal: AbortSignal
}

/** Longest wait for a sandbox: a full queue in front of it included. */
const readyWithinMs = 300_000

const waitUntilReady = async (
  server: GradingServer,
  first: SandboxView,
  order: SandboxOrder,
): Promise<SandboxView> => {
  const until = Date.now() + readyWithinMs
  let view = first
  while (!isUsable(view)) {
    if (view.state === 'failed' || view.state === 'terminating' || view.state === 'gone') {
      const step = view.steps.find(({ state }) => state === 'failed')
      const where =
        step === undefined ? '' : ` in step ${step.id}${step.detail === undefined ? '' : ` (${step.detail})`}`
      throw new InfrastructureError(`The sandbox could not be set up${where}: ${view.failure ?? view.state}.`)
    }
    if (Date.now() > until)
      throw new InfrastructureError(`The sandbox is still ${view.state} after ${readyWithinMs / 1000} s.`)
    await sleep(order.pollMs, undefined, { signal: order.signal })
    view = await server.readSandbox(view.id)
  }
  return view
}

/** Runs `work` in a fresh sandbox that is ended afterwards, whatever happens. A set-up error is an InfrastructureError. */
export const withSandbox = async <T>(
  server: GradingServer,
  order: SandboxOrder,
  work: (sandbox: SandboxView) => Promise<T>,
): Promise<T> => {
  order.signal.throwIfAborted()
  const requested = await server.startSandbox(order.labId, order.cold ? order.seed : undefined)
  try {
    const { labDigest: known } = requested
    if (order.labDigest !== undefined && known !== order.labDigest)
      throw new InvalidInputError(
        `The dojo knows another version of ${order.labId} (digest ${known.slice(0, 12)}, here ${order.labDigest.slice(0, 12)}): run "dojo up" again with these files, or leave out --server.`,
      )
    return await work(await waitUntilReady(server, requested, order))
  } finally {
    // The sandbox of a broken run is not worth a second error; its deadline ends it too.
    await server.endSandbox(requested.id).catch(() => {})
  }
}
