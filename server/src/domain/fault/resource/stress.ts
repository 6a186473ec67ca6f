import { DojoError, durationMs } from '@noops-dojo/contracts'
import type { Fault, FaultOrder, FaultTools, Injection } from '../fault.ts'
import { programArgv, tooLate } from '../helper-program.ts'
import { chooseVictim, isSameProcess, victimRecord, type VictimRecord } from '../victim.ts'
import { cgroupHelper } from './limit-edit.ts'
import { stressProofProgram } from './stress-program.ts'

/** Time in which a stressor must have begun to bite. */
const beginMs = 15_000

/** Waits until the armed helper has said when it bit; throws FAULT_TARGET_GONE, FAULT_INVALID, INTERNAL. */
const beginning = async ({ engine, clock }: FaultTools, order: FaultOrder<unknown>): Promise<Injection> => {
  const giveUpAt = clock.now() + beginMs
  for (;;) {
    const output = await engine.helperOutput(order.faultRunId)
    const stamps = /before=(\d+) after=(\d+)/.exec(output)
    if (stamps) return { injectedAt: Number(stamps[1]), effectiveAt: Number(stamps[2]) }
    const refusal = /refused: (.+)/.exec(output)?.[1]
    if (refusal !== undefined) throw new DojoError('FAULT_INVALID', refusal)
    if (/^over/m.test(output)) throw new DojoError('FAULT_INVALID', tooLate)
    if (/^gone/m.test(output))
      throw new DojoError('FAULT_TARGET_GONE', `${order.target} was gone before the fault could hit it`)
    if (clock.now() >= giveUpAt)
      throw new DojoError(
        'INTERNAL',
        `the stressor did not begin in time: ${output.slice(-300) || 'no word'}`,
      )
    await clock.sleep(50)
  }
}

/** What a proof program saw of the stressors of this run; zeros when the target is gone. */
export const seenStress = async (
  { engine }: FaultTools,
  order: FaultOrder<unknown>,
  victim: VictimRecord,
  controller: 'cpu' | 'memory',
): Promise<{ stressors: number; ownMs: number; allMs: number }> => {
  const argv = programArgv(stressProofProgram, victim, order.faultRunId, controller)
  const { output } = await engine.runHelper(cgroupHelper(order, argv))
  const [, stressors = 0, ownMs = 0, allMs = 0] =
    /stressors=(\d+) own_ms=(\d+) all_ms=(-?\d+)/.exec(output)?.map(Number) ?? []
  return { stressors, ownMs, allMs }
}

/** What a stressor has of its own. `programOf` is run by the helper; its arguments follow run and deadline. */
export interface StressFault<P> extends Pick<
  Fault<P, VictimRecord>,
  'name' | 'title' | 'params' | 'rungs' | 'effect' | 'prove'
> {
  readonly program: string
  readonly controller: 'cpu' | 'memory'
  readonly capabilities: readonly string[]
  args(params: P): string[]
  /** Throws FAULT_INVALID where the victim cannot be put under this stress. */
  check(tools: FaultTools, victim: VictimRecord, params: P): Promise<void>
}

/**
 * A stressor is its own dead man's switch: arming it starts it, and the injection waits for its word. It ends by the
 * kernel's timer, with its helper, and with its target.
 */
export const stressFault = <P extends { for: string }>(fault: StressFault<P>): Fault<P, VictimRecord> => ({
  ...fault,
  category: 'resource',
  targetKind: 'container',
  inverse: victimRecord,
  lift: 'ends',
  lastsMs: (params) => durationMs(params.for),
  plan: async (tools, order, pick) => {
    const inverse = await chooseVictim(tools.engine, order, pick)
    await fault.check(tools, inverse, order.params)
    return { inverse, fingerprint: 'stressors=0', victim: inverse.containerName }
  },
  arm: async ({ engine }, order, victim) => {
    const words = [order.faultRunId, String(order.deadlineAt), ...fault.args(order.params)]
    const more = { capabilities: fault.capabilities, maxMs: durationMs(order.params.for) + 60_000, pids: 96 }
    await engine.startHelper(cgroupHelper(order, programArgv(fault.program, victim, ...words), more))
  },
  inject: (tools, order) => beginning(tools, order),
  revert: async ({ engine }, order, victim) => {
    await engine.removeHelpers(order.faultRunId)
    return isSameProcess(victim, await engine.state(victim.containerId)) ? 'reverted' : 'moot'
  },
  fingerprint: async (tools, order, victim) => {
    if (!isSameProcess(victim, await tools.engine.state(victim.containerId))) return undefined
    return `stressors=${(await seenStress(tools, order, victim, fault.controller)).stressors}`
  },
})
