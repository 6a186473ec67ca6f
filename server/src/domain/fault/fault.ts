import type {
  FaultCategory,
  FaultTargetKind,
  FidelityRung,
  LocalizedText,
  PlatformText,
} from '@noops-dojo/contracts'
import type { z } from 'zod'
import type { Clock, FaultEngine } from '../ports/index.ts'

/** What a fault works with. It speaks to the engine through the port only. */
export interface FaultTools {
  readonly engine: FaultEngine
  readonly clock: Clock
}

/** One run of a fault against a short service or container name of a sandbox. */
export interface FaultOrder<P> {
  readonly sandboxId: string
  readonly faultRunId: string
  readonly target: string
  readonly params: P
  /** The fault ends by itself at this time at the latest, epoch ms. */
  readonly deadlineAt: number
}

/** Gives an index in [0, count): the sealed, seeded choice of a victim. */
export type Pick = (count: number) => number

/** What is known before anything is touched; it goes to the ledger first. */
export interface FaultPlan<I> {
  /** All that the revert needs, as JSON. */
  readonly inverse: I
  /** State of the target before; null where nothing is to be reverted. */
  readonly fingerprint: string | null
  /** The victim in words for people. */
  readonly victim: string
}

/** The command was issued after `injectedAt` and had happened by `effectiveAt` (epoch ms). */
export interface Injection {
  readonly injectedAt: number
  readonly effectiveAt: number
  /** The rung that was used, where a fault has several; default: its best. */
  readonly rung?: FidelityRung
}

export interface Proof {
  readonly isEffective: boolean
  /** What shows that the fault bit, or why it did not. */
  readonly evidence: PlatformText
}

/** `moot`: the target was replaced, and the fault went with it. */
export type RevertResult = 'reverted' | 'moot'

/**
 * What the end of a fault does. `nothing`: it is over when it is injected. `ends`: it lasts until it is lifted.
 * `repairs`: lifting it is a repair that the learner's system should have made itself.
 */
export type Lift = 'nothing' | 'ends' | 'repairs'

/** A fault of the registry: one file each. Methods may throw DojoError FAULT_TARGET_GONE, FAULT_INVALID, ENGINE_AWAY. */
export interface Fault<P = unknown, I = unknown> {
  /** The field's standard term: container.crash. */
  readonly name: string
  readonly category: FaultCategory
  readonly title: LocalizedText
  /** `sandbox`: the whole sandbox; its target may be empty. */
  readonly targetKind: FaultTargetKind
  readonly params: z.ZodType<P>
  readonly inverse: z.ZodType<I>
  readonly lift: Lift
  /** Ways it reaches the target, best first; the one used is printed with the result. */
  readonly rungs: readonly [FidelityRung, ...FidelityRung[]]
  /** Values for the parameters that have no default: for the docs, the console's form and tests. */
  readonly example?: Partial<P>
  /** Longest time that it stays active, ms; 0: it is over at once. */
  lastsMs(params: P): number
  /** How long injecting it takes because its parameters say so, ms; its time begins after that. Default: 0. */
  injectsMs?(params: P): number
  /** One sentence: what it does, to what, for how long and how it ends. */
  effect(params: P, target: string): LocalizedText
  plan(tools: FaultTools, order: FaultOrder<P>, pick: Pick): Promise<FaultPlan<I>>
  /** Starts what ends the fault when the server is dead. Called before `inject`. */
  arm?(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<void>
  /** Whether it ends at its deadline when nobody lifts it. Default: yes, if it lasts. */
  endsByItself?(inverse: I): boolean
  inject(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<Injection>
  prove(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<Proof>
  /** Idempotent. */
  revert(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<RevertResult>
  /** State of the target now, to compare with the plan's fingerprint; undefined: the target is gone. */
  fingerprint?(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<string | undefined>
  /** What the deploy robot released, for the log; `before` is what a revert puts back. */
  release?(order: FaultOrder<P>, inverse: I): { service: string; image: string; before: string }
  /** A fault that probes alone cannot see the end of: whether the system undid it. */
  isHealed?(tools: FaultTools, order: FaultOrder<P>, inverse: I): Promise<boolean>
}
