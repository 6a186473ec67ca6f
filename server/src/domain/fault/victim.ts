import { DojoError } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { FaultEngine, TargetState, Victim } from '../ports/index.ts'
import type { FaultOrder, FaultTools, Pick, Proof } from './fault.ts'

/** What the ledger keeps of a victim. Start time and process id tell a replaced target from the same one. */
export const victimRecord = z.object({
  containerId: z.string(),
  containerName: z.string(),
  service: z.string().nullable(),
  hostPid: z.number().int(),
  startedAt: z.string(),
})
export type VictimRecord = z.infer<typeof victimRecord>

/** Draws the victim among the running containers of the target; throws DojoError FAULT_TARGET_GONE when none runs. */
export const chooseVictim = async (
  engine: FaultEngine,
  order: FaultOrder<unknown>,
  pick: Pick,
): Promise<VictimRecord> => {
  const victims: Victim[] = await engine.victims(order.sandboxId, order.target)
  const victim = victims[pick(Math.max(1, victims.length))]
  if (victim === undefined)
    throw new DojoError(
      'FAULT_TARGET_GONE',
      `nothing named ${order.target} is running in this sandbox; start it, then try again`,
    )
  const { containerId, containerName, service, hostPid, startedAt } = victim
  return { containerId, containerName, service, hostPid, startedAt }
}

/** Whether the state is that of the very process that was hit, not of a restarted or replaced one. */
export const isSameProcess = (victim: VictimRecord, state: TargetState): boolean =>
  state.exists && state.isRunning && state.hostPid === victim.hostPid && state.startedAt === victim.startedAt

/** What must be the same before and after a fault: running, paused, number of stopped processes. */
export const fingerprintOf = (state: TargetState): string => {
  const stopped = [...state.processStates].filter((letter) => letter === 'T').length
  return `running=${state.isRunning} paused=${state.isPaused} stopped=${stopped}`
}

/** Asks every 50 ms until `isTrue` of the target's state, or `withinMs` have passed; gives the last state. */
export const waitForState = async (
  { engine, clock }: FaultTools,
  containerId: string,
  isTrue: (state: TargetState) => boolean,
  withinMs = 3000,
): Promise<{ state: TargetState; isTrue: boolean }> => {
  const giveUpAt = clock.now() + withinMs
  for (;;) {
    const state = await engine.state(containerId)
    if (isTrue(state)) return { state, isTrue: true }
    if (clock.now() >= giveUpAt) return { state, isTrue: false }
    await clock.sleep(50)
  }
}

/** Waits until the process that was hit is gone: dead, replaced or restarted. */
export const proveDeath = async (tools: FaultTools, victim: VictimRecord): Promise<Proof> => {
  const { isTrue } = await waitForState(tools, victim.containerId, (state) => !isSameProcess(victim, state))
  const { hostPid, containerName } = victim
  return {
    isEffective: isTrue,
    evidence: {
      en: `process ${hostPid} of ${containerName} ${isTrue ? 'is dead' : 'still runs'}`,
      ja: `${containerName} のプロセス ${hostPid} は${isTrue ? '終了しました' : 'まだ動いています'}`,
    },
  }
}
