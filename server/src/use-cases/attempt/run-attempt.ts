import { Injectable } from '@nestjs/common'
import type { Verdict } from '@noops-dojo/contracts'
import {
  Clock,
  PlatformLog,
  ProbeGateway,
  SandboxStore,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import type { AttemptRecord, Observation } from '../../domain/recovery/observation.ts'
import { isUsable } from '../../domain/sandbox/sandbox-state.ts'
import { KeepSamples } from '../evidence/keep-samples.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { ConcludeAttempt } from './conclude-attempt.ts'
import { Inconclusive, reasonOf } from './inconclusive.ts'
import { ObserveInjection } from './observe-injection.ts'
import { SampleTrail } from './sample-trail.ts'

/** Samples from before the attempt that may count for the baseline. */
const lookBackMs = 3_000
const sandboxPollMs = 2_000

/** Runs attempts of this server to their verdicts. */
@Injectable()
export class RunAttempt {
  readonly #running = new Map<string, { readonly sandboxId: string; readonly abort: AbortController }>()

  constructor(
    private readonly observe: ObserveInjection,
    private readonly conclude: ConcludeAttempt,
    private readonly gateway: ProbeGateway,
    private readonly sandboxes: SandboxStore,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    private readonly keepSamples: KeepSamples,
  ) {}

  isRunning(attemptId: string): boolean {
    return this.#running.has(attemptId)
  }

  /** Ends the attempts of a sandbox that is going away; they get an inconclusive verdict. */
  abort(sandboxId: string): void {
    for (const run of this.#running.values())
      if (run.sandboxId === sandboxId)
        run.abort.abort(new Inconclusive('platform-error', 'the sandbox ended during the attempt'))
  }

  /** Runs the attempt to its end and gives the verdict; any failure becomes an inconclusive one. */
  async execute(attempt: StoredAttempt, plan: AttemptPlan): Promise<Verdict> {
    const abort = new AbortController()
    this.#running.set(attempt.id, { sandboxId: attempt.sandboxId, abort })
    const probe = { sandboxId: attempt.sandboxId, ...plan.probe }
    const trail = new SampleTrail(this.gateway, this.clock, probe, attempt.startedAt - lookBackMs)
    const observations: Observation[] = []
    // Before the verdict: whoever reads it finds its samples.
    const keptRecord = async (): Promise<AttemptRecord> => {
      const record = { timing: trail.timing, evidence: trail.evidence, observations }
      await this.keepSamples.execute(attempt, plan.probe.name, record)
      return record
    }
    void this.#watchSandbox(attempt, abort)
    try {
      for (let index = 0; index < plan.times; index += 1) {
        if (index > 0) await this.clock.sleep(plan.gapMs, abort.signal)
        const seen = await this.observe.execute({ attempt, plan, index, trail, signal: abort.signal })
        observations.push(seen)
        if (!seen.streak?.isStable || seen.isDirty) break
      }
      return await this.conclude.judge(attempt, plan, await keptRecord())
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === 'platform-error')
        this.log.warn('an attempt could not be judged', { attemptId: attempt.id, error: String(error) })
      return await this.conclude.giveUp(attempt, reason, await keptRecord())
    } finally {
      this.#running.delete(attempt.id)
      abort.abort()
    }
  }

  /** A sandbox can be ended by another server or its deadline; the attempt notices within two seconds. */
  async #watchSandbox(attempt: StoredAttempt, abort: AbortController): Promise<void> {
    while (!abort.signal.aborted) {
      await this.clock.sleep(sandboxPollMs, abort.signal).catch(() => undefined)
      const sandbox = await this.sandboxes.find(attempt.sandboxId).catch(() => undefined)
      if (sandbox && !isUsable(sandbox)) this.abort(attempt.sandboxId)
    }
  }
}
