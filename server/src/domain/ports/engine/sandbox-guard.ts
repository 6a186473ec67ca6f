import type { GuardEvent, GuardHealth, GuardPhase, GuardPolicy } from '@noops-dojo/contracts'

/** The guard process. Calls may throw DojoError GUARD_AWAY. */
export abstract class SandboxGuard {
  abstract health(): Promise<GuardHealth>
  abstract open(policy: GuardPolicy): Promise<void>
  abstract setPhase(sandboxId: string, phase: GuardPhase): Promise<void>
  abstract close(sandboxId: string): Promise<void>
  abstract listOpen(): Promise<string[]>
  /** Follows the mutations after `seq`, reconnecting by itself. `listener` is awaited before the next one. */
  abstract follow(afterSeq: number, listener: (event: GuardEvent) => Promise<void>): () => void
  /** Directories of the two sockets of a sandbox. */
  abstract socketDirs(sandboxId: string): { learner: string; judge: string }
}
