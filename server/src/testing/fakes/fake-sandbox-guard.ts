import {
  DojoError,
  type GuardEvent,
  type GuardHealth,
  type GuardPhase,
  type GuardPolicy,
} from '@noops-dojo/contracts'
import { SandboxGuard } from '../../domain/ports/engine/sandbox-guard.ts'

/** A guard in memory. */
export class FakeSandboxGuard extends SandboxGuard {
  readonly policies = new Map<string, GuardPolicy>()
  /** Every phase a sandbox went through, oldest first. */
  readonly phases = new Map<string, GuardPhase[]>()
  readonly events: GuardEvent[] = []
  isAway = false
  #wakers: (() => void)[] = []

  /** Adds a mutation to the stream of those who follow. */
  emit(event: Omit<GuardEvent, 'seq'>): GuardEvent {
    const stored = { ...event, seq: this.events.length + 1 }
    this.events.push(stored)
    for (const wake of this.#wakers.splice(0)) wake()
    return stored
  }

  async health(): Promise<GuardHealth> {
    this.#reach()
    return { status: 'ok', sandboxes: this.policies.size, engineVersion: 'fake', lastSeq: this.events.length }
  }

  async open(policy: GuardPolicy): Promise<void> {
    this.#reach()
    this.policies.set(policy.sandboxId, policy)
    this.#note(policy.sandboxId, policy.phase)
  }

  async setPhase(sandboxId: string, phase: GuardPhase): Promise<void> {
    this.#reach()
    const policy = this.policies.get(sandboxId)
    if (!policy) throw new DojoError('SANDBOX_NOT_FOUND', `The guard does not know sandbox ${sandboxId}.`)
    this.policies.set(sandboxId, { ...policy, phase })
    this.#note(sandboxId, phase)
  }

  async close(sandboxId: string): Promise<void> {
    this.#reach()
    this.policies.delete(sandboxId)
  }

  async listOpen(): Promise<string[]> {
    this.#reach()
    return [...this.policies.keys()]
  }

  follow(afterSeq: number, listener: (event: GuardEvent) => Promise<void>): () => void {
    let isOver = false
    const run = async (): Promise<void> => {
      // A number beyond the last one is of another record.
      for (let seq = afterSeq > this.events.length ? 0 : afterSeq; !isOver; seq++) {
        while (this.events.length <= seq && !isOver)
          await new Promise<void>((resolve) => this.#wakers.push(resolve))
        const event = this.events[seq]
        if (event && !isOver) await listener(event)
      }
    }
    void run()
    return () => {
      isOver = true
    }
  }

  socketDirs(sandboxId: string): { learner: string; judge: string } {
    return { learner: `/run/${sandboxId}/learner`, judge: `/run/${sandboxId}/judge` }
  }

  #note(sandboxId: string, phase: GuardPhase): void {
    this.phases.set(sandboxId, [...(this.phases.get(sandboxId) ?? []), phase])
  }

  #reach(): void {
    if (this.isAway) throw new DojoError('GUARD_AWAY', 'The fake guard is away.')
  }
}
