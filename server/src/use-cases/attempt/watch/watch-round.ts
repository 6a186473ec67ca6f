import { DojoError } from '@noops-dojo/contracts'
import type { Clock, EventLog, LedgerEntry } from '../../../domain/ports/index.ts'
import { holdBeginsAt } from '../../../domain/recovery/observation.ts'
import { repairBeginsAt, restartGapsMs } from '../../../domain/recovery/attribution.ts'
import { firstStableStreak, stabilityRule, type Streak } from '../../../domain/recovery/stability.ts'
import type { InjectedFault, RunFault } from '../../fault/run-fault.ts'
import type { SampleTrail } from '../run/sample-trail.ts'
import { ActiveFault } from './active-fault.ts'

const pollMs = 200
/** Good samples in a row that count as "it is back" for the page. */
const backSamples = 3

export interface RoundTools {
  readonly runFault: RunFault
  readonly events: EventLog
  readonly clock: Clock
}

export interface RoundWatch {
  readonly sandboxId: string
  readonly trail: SampleTrail
  readonly holdMs: number
  readonly horizonMs: number
  /** What was injected together. A second fault is added to it. */
  readonly faults: ActiveFault[]
  /** Injects the fault that comes when the repair of the first is seen to begin; undefined: none is to come. */
  readonly second: (() => Promise<InjectedFault>) | undefined
  /** Image that the fault itself brought in; starting it is no repair. */
  readonly harmfulImage: string | undefined
  readonly signal: AbortSignal
  readonly onPhase: (phase: 'recovering' | 'holding', injected: number) => Promise<void>
}

export interface RoundEnd {
  readonly streak: Streak | undefined
  readonly observedTo: number
  /** No repair was seen to begin, so the second fault never came. */
  readonly isSecondMissing: boolean
}

/** Watches one round to its first stable streak or its horizon. */
class RoundWatcher {
  readonly #watch: RoundWatch
  readonly #tools: RoundTools
  #second: RoundWatch['second']
  #phase: 'recovering' | 'holding' = 'recovering'

  constructor(watch: RoundWatch, tools: RoundTools) {
    this.#watch = watch
    this.#tools = tools
    this.#second = watch.second
  }

  async run(): Promise<RoundEnd> {
    const { trail, faults, signal, horizonMs } = this.#watch
    const { clock, runFault } = this.#tools
    for (;;) {
      await clock.sleep(pollMs, signal)
      await this.#setOffSecond()
      await Promise.all(faults.map((fault) => fault.liftWhenDue(runFault, clock)))
      await trail.collect()
      await Promise.all(faults.map((fault) => fault.askWhetherHealed(runFault, clock)))
      const streak = await this.#streak()
      const isHealed = faults.every((fault) => fault.healed !== null)
      const end = { streak, observedTo: trail.collectedTo, isSecondMissing: this.#second !== undefined }
      const horizonAt = Math.max(...faults.map((fault) => fault.injected.effectiveAt)) + horizonMs
      const isOver = trail.collectedTo >= horizonAt
      if (streak?.isStable && isHealed && (isOver || !end.isSecondMissing)) return end
      const isComing = streak !== undefined && !streak.isStable && streak.from <= horizonAt && isHealed
      if (isOver && !isComing) return end
      await this.#tellPhase(streak)
    }
  }

  async #tellPhase(streak: Streak | undefined): Promise<void> {
    const now = streak !== undefined && streak.samples >= backSamples ? 'holding' : 'recovering'
    if (now === this.#phase) return
    this.#phase = now
    await this.#watch.onPhase(now, this.#watch.faults.length)
  }

  /** A target that is gone for the moment (it is just being replaced) is tried again. */
  async #setOffSecond(): Promise<void> {
    const { faults, harmfulImage, sandboxId } = this.#watch
    const { clock, events } = this.#tools
    const [first] = faults
    if (this.#second === undefined || first === undefined) return
    const now = clock.now()
    const log = await events.window(sandboxId, first.injected.injectedAt, now)
    if (repairBeginsAt(log, first.injected.injectedAt, now, harmfulImage) === undefined) return
    try {
      const injected = await this.#second()
      faults.push(new ActiveFault(injected, this.#tools.runFault.lastsMs(injected.entry), true))
      this.#second = undefined
      await this.#watch.onPhase((this.#phase = 'recovering'), faults.length)
    } catch (error) {
      if (!(error instanceof DojoError && error.code === 'FAULT_TARGET_GONE')) throw error
    }
  }

  /**
   * The first stable streak after the last fault was there, or undone (`holdBeginsAt`). The engine's restarts are looked up only for one that would be
   * stable without them.
   */
  async #streak(): Promise<Streak | undefined> {
    const { trail, faults, holdMs, sandboxId } = this.#watch
    const { everyMs } = trail.timing
    const from = Math.max(...faults.map(({ healed, injected }) => holdBeginsAt({ ...injected, healed })))
    const streak = firstStableStreak(trail.evidence, from, stabilityRule(everyMs, holdMs))
    if (!streak?.isStable) return streak
    const now = this.#tools.clock.now()
    const injectedAt = Math.min(...faults.map(({ injected }) => injected.injectedAt))
    const gaps = restartGapsMs(await this.#tools.events.window(sandboxId, injectedAt, now), injectedAt, now)
    return firstStableStreak(trail.evidence, from, stabilityRule(everyMs, holdMs, gaps))
  }
}

/**
 * Watches until the first stable streak (which outlasts the hold and the engine's restart back-off) or the horizon.
 * A fault that lasts is lifted when its own time is over. Throws when the signal aborts.
 */
export const watchRound = (watch: RoundWatch, tools: RoundTools): Promise<RoundEnd> =>
  new RoundWatcher(watch, tools).run()

/** Lifts every fault of a round; each is its own duty, and one that fails is left to the reaper. */
export const liftAll = async (entries: readonly LedgerEntry[], runFault: RunFault): Promise<void> => {
  await Promise.all(entries.map((entry) => runFault.lift(entry).catch(() => undefined)))
}
