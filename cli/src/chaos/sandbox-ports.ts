import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Command, FaultBench, FaultOrder, Judge } from '@noops-dojo/chaos-toolkit'
import { DojoError, type Client, type FaultRun, type Verdict } from '@noops-dojo/contracts'

const longestMs = 600_000
const pollMs = 300
/** Longest wait for a fault to bite. */
const effectiveWithinMs = 90_000

/** The judge of a sandbox, over the API. */
export const sandboxJudge = (call: Client, sandboxId: string): Judge => ({
  run: async ({ argv, env, timeoutMs }: Command) => {
    const limit = Math.min(longestMs, Math.max(100, Math.round(timeoutMs ?? longestMs)))
    const body = { argv: [...argv], env: { ...env }, timeoutMs: limit }
    const { exitCode, stdout, stderr } = await call('runInJudge', { params: { sandboxId }, body })
    return { status: exitCode, stdout, stderr }
  },
})

const awaitEffect = async (call: Client, sandboxId: string, planned: FaultRun): Promise<FaultRun> => {
  const until = Date.now() + effectiveWithinMs
  let run = planned
  while (run.state === 'planned' || run.state === 'injecting') {
    if (Date.now() > until)
      throw new DojoError('FAULT_TARGET_GONE', `${run.fault} on ${run.target} is still ${run.state}.`)
    await sleep(pollMs)
    const { faultRuns } = await call('readSandbox', { params: { sandboxId } })
    run = faultRuns.find(({ id }) => id === planned.id) ?? run
  }
  if (run.state === 'failed')
    throw new DojoError('FAULT_INVALID', `${run.fault} on ${run.target} did not bite: ${run.detail ?? ''}`)
  return run
}

/** The faults of a sandbox, over the API. */
export const sandboxBench = (call: Client, sandboxId: string): FaultBench => ({
  listFaults: async () => (await call('listFaults')).items,
  inject: async ({ use, target, with: args }: FaultOrder) => {
    const body = { use, target, with: { ...args } }
    return awaitEffect(call, sandboxId, await call('runFault', { params: { sandboxId }, body }))
  },
  lift: (runId) => call('liftFault', { params: { sandboxId, runId } }),
  faultRuns: async () => (await call('readSandbox', { params: { sandboxId } })).faultRuns,
  topology: () => call('readTopology', { params: { sandboxId } }),
})

/** What the dojo’s own log and samples prove about a window of time. */
export const sandboxVerdict =
  (call: Client, sandboxId: string) =>
  async (from: number, to: number): Promise<Verdict | null> =>
    call('judgeWindow', { params: { sandboxId }, body: { from, to } })

/** The time of this machine. */
export const machineClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}
