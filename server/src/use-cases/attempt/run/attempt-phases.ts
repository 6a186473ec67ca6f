import { Injectable } from '@nestjs/common'
import type { AttemptPhase } from '@noops-dojo/contracts'
import { AttemptStore, Clock, EventLog, LeaseStore, type StoredAttempt } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { SandboxChanges } from '../../task/sandbox-changes.ts'

/** A phase may last a horizon and a hold; the lease is taken anew with each. */
const leaseMs = 30 * 60_000

export const attemptLease = (attemptId: string): string => `attempt:${attemptId}`

/** Stores and tells the phases of attempts. The moment and the victim stay sealed: a phase says nothing about them. */
@Injectable()
export class AttemptPhases {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly events: EventLog,
    private readonly leases: LeaseStore,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly changes: SandboxChanges,
  ) {}

  /** `injection`: how many injections were made so far. */
  async enter(attempt: StoredAttempt, phase: AttemptPhase, injection: number): Promise<void> {
    const now = this.clock.now()
    await this.leases.take(attemptLease(attempt.id), this.settings.serverId, now, now + leaseMs)
    await this.attempts.save({ ...attempt, phase, injection })
    const { id: attemptId, sandboxId, taskId } = attempt
    const data = {
      attemptId,
      taskId,
      phase,
      injection,
      ...(phase === 'planned' ? { commit: attempt.commit } : {}),
    }
    await this.events.append([{ sandboxId, at: now, kind: 'attempt.phase', actor: 'platform', data }])
    this.changes.notify(sandboxId)
  }
}
