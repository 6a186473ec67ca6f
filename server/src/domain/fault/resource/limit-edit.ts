import { DojoError, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { ContainerLimits, FaultEngine, HelperSpec } from '../../ports/index.ts'
import type { Fault, FaultOrder, Proof } from '../fault.ts'
import { helperArgv } from '../helper-script.ts'
import { programArgv, tooLate } from '../helper-program.ts'
import { chooseVictim, victimRecord } from '../victim.ts'
import { limitAtDeadlineScript } from './limit-script.ts'

/** What the ledger keeps: the victim, its limit before and the one of the fault. */
export const limitRecord = victimRecord.extend({ before: z.number().int(), wanted: z.number().int() })
export type LimitRecord = z.infer<typeof limitRecord>

type LimitKey = 'nanoCpus' | 'memoryBytes' | 'pids'
const engineKeys: Record<LimitKey, string> = {
  nanoCpus: 'NanoCpus',
  memoryBytes: 'Memory',
  pids: 'PidsLimit',
}
const words: Record<LimitKey, string> = { nanoCpus: 'CPU', memoryBytes: 'memory', pids: 'process' }

/** What a fault that lowers a limit of the engine has of its own. */
export interface LimitFault<P> extends Pick<
  Fault<P, LimitRecord>,
  'name' | 'category' | 'title' | 'params' | 'rungs' | 'example' | 'effect'
> {
  readonly key: LimitKey
  /** The limit that the fault sets, in the engine's unit. */
  wanted(params: P): number
  /** Program that prints what the kernel says, and how its output reads. */
  readonly proof: string
  judge(output: string, inverse: LimitRecord): Proof
}

/** A helper that looks into the target's cgroups. */
export const cgroupHelper = (
  order: FaultOrder<unknown>,
  argv: readonly string[],
  more: Partial<HelperSpec> = {},
): HelperSpec => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { pid: 'host' },
  capabilities: [],
  image: 'chaos',
  needsCgroups: true,
  maxMs: 15_000,
  ...more,
})

const change = (key: LimitKey, value: number): Partial<ContainerLimits> =>
  key === 'memoryBytes' ? { memoryBytes: value, memorySwapBytes: value } : { [key]: value }

/** The same change as the body of the engine's call, for the helper. */
const changeBody = (key: LimitKey, value: number): string =>
  JSON.stringify(key === 'memoryBytes' ? { Memory: value, MemorySwap: value } : { [engineKeys[key]]: value })

const limitBefore = async (
  engine: FaultEngine,
  { key, wanted }: { key: LimitKey; wanted: number },
  victim: { containerId: string; containerName: string },
): Promise<number> => {
  const limits = await engine.limits(victim.containerId)
  if (!limits)
    throw new DojoError('FAULT_TARGET_GONE', `${victim.containerName} is gone; start it, then try again`)
  const before = limits[key]
  // The engine has no way back from a limit to none: it takes 0 for "as it is".
  if (before <= 0)
    throw new DojoError(
      'FAULT_INVALID',
      `${victim.containerName} has no ${words[key]} limit to go back to; give it one, then try again`,
    )
  if (wanted >= before)
    throw new DojoError(
      'FAULT_INVALID',
      `${victim.containerName} has a ${words[key]} limit of ${before} already; ask for less than that, not for ${wanted}`,
    )
  return before
}

/**
 * A fault that lowers a limit by `docker update`. The limit belongs to the container and stays through its restarts, so
 * it is undone for as long as the container exists; one that somebody else has set meanwhile is left alone.
 */
export const limitFault = <P extends { for: string }>(fault: LimitFault<P>): Fault<P, LimitRecord> => ({
  ...fault,
  targetKind: 'container',
  inverse: limitRecord,
  lift: 'ends',
  lastsMs: (params) => durationMs(params.for),
  plan: async ({ engine }, order, pick) => {
    const victim = await chooseVictim(engine, order, pick)
    const wanted = fault.wanted(order.params)
    const before = await limitBefore(engine, { key: fault.key, wanted }, victim)
    return {
      inverse: { ...victim, before, wanted },
      fingerprint: `${fault.key}=${before}`,
      victim: victim.containerName,
    }
  },
  arm: async ({ engine }, order, { containerId, before, wanted }) => {
    const deadline = String(Math.ceil(order.deadlineAt / 1000))
    const [key, body] = [engineKeys[fault.key], changeBody(fault.key, before)]
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(limitAtDeadlineScript, containerId, deadline, key, String(wanted), body),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async ({ engine, clock }, { deadlineAt }, { containerId, wanted }) => {
    const injectedAt = clock.now()
    if (injectedAt > deadlineAt - 500) throw new DojoError('FAULT_INVALID', tooLate)
    await engine.setLimits(containerId, change(fault.key, wanted))
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: async ({ engine }, order, inverse) => {
    const { exitCode, output } = await engine.runHelper(
      cgroupHelper(order, programArgv(fault.proof, inverse)),
    )
    if (exitCode === 0) return fault.judge(output, inverse)
    // It may have died of the limit: then the engine's word has to do.
    const limits = await engine.limits(inverse.containerId)
    const isSet = limits?.[fault.key] === inverse.wanted
    return {
      isEffective: isSet,
      evidence: {
        en: `${inverse.containerName} restarted; the engine says ${fault.key}=${limits?.[fault.key] ?? 'gone'}`,
        ja: `${inverse.containerName} は再起動しました。エンジンの値：${fault.key}=${limits?.[fault.key] ?? 'なし'}`,
      },
    }
  },
  revert: async ({ engine }, _order, { containerId, before, wanted }) => {
    const now = (await engine.limits(containerId))?.[fault.key]
    if (now === wanted) await engine.setLimits(containerId, change(fault.key, before))
    return now === wanted || now === before ? 'reverted' : 'moot'
  },
  fingerprint: async ({ engine }, _order, { containerId }) => {
    const now = (await engine.limits(containerId))?.[fault.key]
    return now === undefined ? undefined : `${fault.key}=${now}`
  },
})
