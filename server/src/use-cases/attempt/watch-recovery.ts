import type { Clock, EventLog, LedgerEntry } from '../../domain/ports/index.ts'
import { restartGapsMs } from '../../domain/recovery/attribution.ts'
import type { HealBounds } from '../../domain/recovery/observation.ts'
import { firstStableStreak, stabilityRule, type Streak } from '../../domain/recovery/stability.ts'
import type { InjectedFault, RunFault } from '../fault/run-fault.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import type { SampleTrail } from './sample-trail.ts'

const pollMs = 200
/** Good samples in a row that count as "it is back" for the page. */
const backSamples = 3

export interface Recovered {
  readonly streak: Streak | undefined
  readonly healed: HealBounds | null | undefined
  readonly entry: LedgerEntry
  /** Right before the fault was lifted because its own time was over; undefined: it is still active, or was over at once. */
  readonly liftBeganAt: number | undefined
  readonly observedTo: number
}

export interface RecoveryWatch {
  readonly trail: SampleTrail
  readonly plan: AttemptPlan
  readonly injected: InjectedFault
  readonly signal: AbortSignal
  readonly onPhase: (phase: 'recovering' | 'holding') => Promise<void>
}

/** Asks whether the system undid the fault, and between which two questions it did. */
class HealWatch {
  bounds: HealBounds | null | undefined
  #notYetAt: number

  constructor(injectedAt: number) {
    this.#notYetAt = injectedAt
  }

  async ask(runFault: RunFault, entry: LedgerEntry, clock: Clock): Promise<void> {
    if (this.bounds) return
    const askedAt = clock.now()
    const isHealed = await runFault.isHealed(entry).catch(() => false)
    if (isHealed === undefined) return
    this.bounds = isHealed ? { from: this.#notYetAt, to: clock.now() } : null
    if (!isHealed) this.#notYetAt = askedAt
  }
}

/**
 * The first streak from `from` on that is stable; the engine's restarts are looked up only for one that would be
 * stable without them.
 */
const stableStreak = async (
  { trail, plan, injected: { injectedAt } }: RecoveryWatch,
  { sandboxId }: LedgerEntry,
  from: number,
  { events, clock }: { events: EventLog; clock: Clock },
): Promise<Streak | undefined> => {
  const { everyMs } = trail.timing
  const streak = firstStableStreak(trail.evidence, from, stabilityRule(everyMs, plan.holdMs))
  if (!streak?.isStable) return streak
  const now = clock.now()
  const gaps = restartGapsMs(await events.window(sandboxId, injectedAt, now), injectedAt, now)
  return firstStableStreak(trail.evidence, from, stabilityRule(everyMs, plan.holdMs, gaps))
}

/**
 * Watches until the first stable streak (which outlasts the hold and the engine's restart back-off) or the horizon.
 * A fault that lasts is lifted when its own time is over. Throws when the signal aborts.
 */
export const watchRecovery = async (
  watch: RecoveryWatch,
  { runFault, events, clock }: { runFault: RunFault; events: EventLog; clock: Clock },
): Promise<Recovered> => {
  const { trail, plan, injected, signal } = watch
  const { injectedAt, effectiveAt } = injected
  const lastsMs = runFault.lastsMs(injected.entry)
  const liftAt = lastsMs === 0 ? Number.POSITIVE_INFINITY : effectiveAt + lastsMs
  const horizonAt = effectiveAt + plan.horizonMs
  const heal = new HealWatch(injectedAt)
  let entry = injected.entry
  let liftBeganAt: number | undefined
  let phase: 'recovering' | 'holding' = 'recovering'
  for (;;) {
    await clock.sleep(pollMs, signal)
    if (clock.now() >= liftAt) {
      liftBeganAt ??= clock.now()
      entry = await runFault.lift(entry)
    }
    await trail.collect()
    await heal.ask(runFault, injected.entry, clock)
    // The hold begins when the fault is undone: a release that still rolls is not held by good answers of the old one.
    const streak = await stableStreak(watch, entry, heal.bounds?.to ?? injectedAt, { events, clock })
    const seen = { streak, healed: heal.bounds, entry, liftBeganAt, observedTo: trail.collectedTo }
    if (streak?.isStable && heal.bounds !== null) return seen
    const isOver = trail.collectedTo >= horizonAt
    const isComing =
      streak !== undefined && !streak.isStable && streak.from <= horizonAt && heal.bounds !== null
    if (isOver && !isComing) return seen
    const now = streak !== undefined && streak.samples >= backSamples ? 'holding' : 'recovering'
    if (now !== phase) await watch.onPhase((phase = now))
  }
}
