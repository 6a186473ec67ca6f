import { DojoError } from '@noops-dojo/contracts'
import type { HelperSpec } from '../../../ports/index.ts'
import type { FaultOrder, FaultTools } from '../../fault.ts'
import { helperArgv } from '../../helper-script.ts'

/** NET_RAW is for the legacy backend of iptables, which speaks through a raw socket. */
const capabilities = ['NET_ADMIN', 'NET_RAW']
const helperMs = 30_000
/** Room of a helper that outlives the server: waking, taking away, and being started again in between. */
const outlivesMs = 60_000

const specOf = (
  order: FaultOrder<unknown>,
  containerId: string,
  script: string,
  args: readonly string[],
  maxMs: number,
): HelperSpec => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv: helperArgv(script, ...args),
  namespaces: { networkOf: containerId },
  capabilities,
  image: 'chaos',
  maxMs,
})

/** The engine refuses to join a container that does not run any more; that is its end, not a failure of ours. */
const unlessGone = async <T>(
  { engine }: FaultTools,
  order: FaultOrder<unknown>,
  containerId: string,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if ((await engine.state(containerId)).isRunning) throw error
    throw new DojoError('FAULT_TARGET_GONE', `${order.target} was gone before its network could be joined`)
  }
}

/**
 * Runs a script in a container's network namespace to its end. Throws FAULT_TARGET_GONE when the container is not
 * running any more, INTERNAL when the script fails.
 */
export const runInNamespace = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  containerId: string,
  script: string,
  args: readonly string[],
): Promise<{ output: string }> => {
  const spec = specOf(order, containerId, script, args, helperMs)
  const { exitCode, output } = await unlessGone(tools, order, containerId, () => tools.engine.runHelper(spec))
  if (exitCode !== 0)
    throw new DojoError('INTERNAL', `the fault's helper failed with ${exitCode}: ${output.slice(0, 300)}`)
  return { output }
}

/** Starts a script in a container's network namespace that goes on until the deadline, also without the server. */
export const startInNamespace = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  containerId: string,
  script: string,
  args: readonly string[],
): Promise<void> => {
  const maxMs = Math.max(0, order.deadlineAt - tools.clock.now()) + outlivesMs
  const spec = { ...specOf(order, containerId, script, args, maxMs), memoryMiB: 128 }
  await unlessGone(tools, order, containerId, () => tools.engine.startHelper(spec))
}

/** Runs a script in a container of its own on the sandbox's network: a neighbour that the target knows nothing of. */
export const runAsNeighbour = async (
  { engine }: FaultTools,
  order: FaultOrder<unknown>,
  script: string,
  args: readonly string[],
): Promise<{ output: string }> => {
  const { exitCode, output } = await engine.runHelper({
    sandboxId: order.sandboxId,
    faultRunId: order.faultRunId,
    argv: helperArgv(script, ...args),
    namespaces: { network: 'sandbox' },
    capabilities: [],
    image: 'chaos',
    maxMs: helperMs,
  })
  if (exitCode !== 0)
    throw new DojoError('INTERNAL', `the fault's proof failed with ${exitCode}: ${output.slice(0, 300)}`)
  return { output }
}

/** Seconds of the deadline, as helpers take it. */
export const deadlineSeconds = (order: FaultOrder<unknown>): string =>
  String(Math.ceil(order.deadlineAt / 1000))
