import { Injectable } from '@nestjs/common'
import type { JournalEvent, Reason, Verdict } from '@noops-dojo/contracts'
import {
  AttemptStore,
  Clock,
  EventLog,
  LeaseStore,
  PlatformLog,
  type StoredAttempt,
} from '../../../domain/ports/index.ts'
import { areEventsLost } from '../../../domain/event/lost-events.ts'
import { alertVerdict } from '../../../domain/recovery/alert/alert-verdict.ts'
import { placeboVerdict } from '../../../domain/recovery/control/judge-placebo.ts'
import type { AttemptRecord } from '../../../domain/recovery/observation.ts'
import { inconclusiveVerdict, verdictOf, type VerdictHead } from '../../../domain/recovery/verdict/verdict.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { RecordVerdict } from '../../task/record-verdict.ts'
import { SandboxChanges } from '../../task/sandbox-changes.ts'
import { attemptLease } from './attempt-phases.ts'
import { AwaitTouches } from './await-touches.ts'
import { Inconclusive } from './inconclusive.ts'
import type { AttemptPlan, RoundsPlan, AlertPlan } from '../attempt-plan.ts'
import type { Watched } from '../watch/watch-attempt.ts'
import { experimentTask } from '../plan/experiment-plan.ts'

/** What comes after a stored verdict is tried so often. */
const triesAtMost = 3
const tryAgainMs = 2_000

/** Judges what was seen by what the plan asks for. */
const verdictFor = (
  head: VerdictHead,
  plan: AttemptPlan,
  watched: Watched,
  events: readonly JournalEvent[],
): Verdict => {
  if (watched.kind === 'quiet') return placeboVerdict(head, watched.record, events)
  if (watched.kind === 'alert')
    return alertVerdict(head, watched.record, events, (plan as AlertPlan).expected)
  return verdictOf(head, watched.record, events, (plan as RoundsPlan).expected)
}

/** Gives an attempt its verdict: judged from samples and event log, stored, told, counted for the task. */
@Injectable()
export class ConcludeAttempt {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly events: EventLog,
    private readonly leases: LeaseStore,
    private readonly recordVerdict: RecordVerdict,
    private readonly touches: AwaitTouches,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly changes: SandboxChanges,
    private readonly log: PlatformLog,
  ) {}

  /** An attempt that ran to its end. Throws Inconclusive when the evidence is not complete. */
  async judge(attempt: StoredAttempt, plan: AttemptPlan, watched: Watched): Promise<Verdict> {
    await this.touches.execute()
    const events = await this.#events(attempt)
    if (areEventsLost(events, attempt.startedAt, this.clock.now()))
      throw new Inconclusive('platform-error', 'events of this attempt were lost while the database was away')
    const verdict = verdictFor(this.#head(attempt, plan), plan, watched, events)
    return this.#store(attempt, verdict, verdict.injections.length)
  }

  /**
   * An attempt that cannot be judged; what was seen until then is in the verdict all the same. One that has its verdict
   * keeps it: the failure came after it, or the answer of the store was lost.
   */
  async giveUp(
    attempt: StoredAttempt,
    reason: Reason,
    plan?: AttemptPlan,
    record?: AttemptRecord,
  ): Promise<Verdict> {
    const stored = await this.attempts.find(attempt.id)
    if (stored?.verdict) return this.#finish(attempt, stored.verdict)
    const now = this.clock.now()
    const events = await this.#events(attempt)
    const verdict = inconclusiveVerdict(this.#head(attempt, plan), reason, now, record, events)
    return this.#store(attempt, verdict, record?.observations.length ?? attempt.injection)
  }

  #events(attempt: StoredAttempt): Promise<JournalEvent[]> {
    return this.events.window(attempt.sandboxId, attempt.startedAt, this.clock.now())
  }

  #head(attempt: StoredAttempt, plan: AttemptPlan | undefined): VerdictHead {
    return {
      arm: attempt.arm,
      ablation: attempt.ablation,
      probe: plan?.probe.name ?? null,
      slo: plan?.slo,
      attemptId: attempt.id,
      taskId: attempt.taskId,
      seal: { commit: attempt.commit, seed: attempt.seed },
      startedAt: attempt.startedAt,
      handsOffFrom: attempt.startedAt,
    }
  }

  /** Progress first, then the attempt: after a crash in between, the attempt is given up again, and a met task stays met. */
  async #store(attempt: StoredAttempt, verdict: Verdict, injection: number): Promise<Verdict> {
    const endedAt = this.clock.now()
    // Controls and experiments say what a task's verdict is worth; they neither win nor lose it.
    if (attempt.arm === 'fault' && attempt.taskId !== experimentTask)
      await this.recordVerdict.execute(attempt.sandboxId, verdict)
    await this.attempts.save({ ...attempt, phase: 'done', endedAt, injection, verdict })
    return this.#finish(attempt, verdict)
  }

  /** Never throws: nothing that goes wrong after the verdict is stored may take it away again. */
  async #finish(attempt: StoredAttempt, verdict: Verdict): Promise<Verdict> {
    const { id, sandboxId } = attempt
    await this.#try(id, 'a stored verdict was not told', () => this.#tell(attempt, verdict))
    await this.#try(id, 'the lease of an attempt was not released', () =>
      this.leases.release(attemptLease(id), this.settings.serverId),
    )
    this.changes.notify(sandboxId)
    return verdict
  }

  /** Once, also when it was told before and only the answer was lost. */
  async #tell({ id, sandboxId }: StoredAttempt, verdict: Verdict): Promise<void> {
    const at = this.clock.now()
    const since = await this.events.window(sandboxId, verdict.to, at)
    if (since.some(({ kind, data }) => kind === 'verdict' && data['attemptId'] === id)) return
    await this.events.append([{ sandboxId, at, kind: 'verdict', actor: 'platform', data: { ...verdict } }])
  }

  async #try(attemptId: string, problem: string, step: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        return await step()
      } catch (error) {
        if (tries === triesAtMost) return this.log.warn(problem, { attemptId, error: String(error) })
        await this.clock.sleep(tryAgainMs)
      }
  }
}
