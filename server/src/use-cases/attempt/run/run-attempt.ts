import { Injectable } from '@nestjs/common'
import { DojoError, type Verdict } from '@noops-dojo/contracts'
import {
  Clock,
  PlatformLog,
  ProbeGateway,
  SandboxStore,
  type StoredAttempt,
} from '../../../domain/ports/index.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'
import type { AttemptRecord, Observation } from '../../../domain/recovery/observation.ts'
import { isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { KeepSamples } from '../../evidence/keep-samples.ts'
import type { AttemptPlan } from '../attempt-plan.ts'
import { ConcludeAttempt } from './conclude-attempt.ts'
import { Inconclusive, reasonOf } from './inconclusive.ts'
import { Trails } from '../watch/trails.ts'
import { WatchAttempt } from '../watch/watch-attempt.ts'

const sandboxPollMs = 2_000
const storePatienceMs = 600_000
const storeAgainMs = 2_000

/** Runs attempts of this server to their verdicts. */
@Injectable()
export class RunAttempt {
  readonly #running = new Set<string>()

  constructor(
    private readonly watch: WatchAttempt,
    private readonly conclude: ConcludeAttempt,
    private readonly gateway: ProbeGateway,
    private readonly sandboxes: SandboxStore,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    private readonly keepSamples: KeepSamples,
  ) {}

  /** From now on it counts as running: what is stored and does not run is taken for one of a server that died. */
  reserve(attemptId: string): void {
    this.#running.add(attemptId)
  }

  /** An attempt that was reserved and could not begin; what of it is stored is given up by RecoverAttempts. */
  release(attemptId: string): void {
    this.#running.delete(attemptId)
  }

  isRunning(attemptId: string): boolean {
    return this.#running.has(attemptId)
  }

  /** Runs the attempt to its end and gives the verdict; any failure becomes an inconclusive one. */
  async execute(attempt: StoredAttempt, plan: AttemptPlan): Promise<Verdict> {
    const abort = new AbortController()
    this.#running.add(attempt.id)
    const trails = new Trails(this.gateway, this.clock, attempt)
    const observations: Observation[] = []
    const load: LoadSample[] = []
    const { signal } = abort
    void this.#watchSandbox(attempt, abort)
    try {
      const watched = await this.watch.execute({ attempt, trails, observations, load, signal }, plan)
      await this.#keep(attempt, trails)
      return await this.#stored(() => this.conclude.judge(attempt, plan, watched))
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === 'platform-error')
        this.log.warn('an attempt could not be judged', { attemptId: attempt.id, error: String(error) })
      await this.#keep(attempt, trails)
      const { timing, evidence } = trails.of(plan.probe)
      const record: AttemptRecord = { timing, evidence, observations, load }
      return await this.#stored(() => this.conclude.giveUp(attempt, reason, plan, record))
    } finally {
      this.#running.delete(attempt.id)
      abort.abort()
    }
  }

  /** What was seen is known to this process only: a database that is away is waited for before it is given up. */
  async #stored(conclude: () => Promise<Verdict>): Promise<Verdict> {
    const giveUpAt = this.clock.now() + storePatienceMs
    for (;;)
      try {
        return await conclude()
      } catch (error) {
        const isAway = error instanceof DojoError && error.code === 'DATABASE_AWAY'
        if (!isAway || this.clock.now() >= giveUpAt) throw error
        await this.clock.sleep(storeAgainMs)
      }
  }

  /** Before the verdict: whoever reads it finds its samples. */
  async #keep(attempt: StoredAttempt, trails: Trails): Promise<void> {
    for (const [probe, { timing, evidence }] of trails.all())
      await this.keepSamples.execute(attempt, probe, { timing, evidence, observations: [] })
  }

  /** A sandbox can be ended by another server or its deadline; the attempt notices within two seconds, and gets an inconclusive verdict. */
  async #watchSandbox(attempt: StoredAttempt, abort: AbortController): Promise<void> {
    while (!abort.signal.aborted) {
      await this.clock.sleep(sandboxPollMs, abort.signal).catch(() => undefined)
      const sandbox = await this.sandboxes.find(attempt.sandboxId).catch(() => undefined)
      if (sandbox && !isUsable(sandbox))
        abort.abort(new Inconclusive('platform-error', 'the sandbox ended during the attempt'))
    }
  }
}
