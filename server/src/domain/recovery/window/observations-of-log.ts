import { faultEvidence, faultFidelity, type JournalEvent, type PlatformText } from '@noops-dojo/contracts'
import { faultNamed } from '../../fault/registry.ts'
import { catalogueImage } from '../../sandbox/engine-names.ts'
import { restartGapsMs } from '../attribution.ts'
import type { Evidence } from '../outage/evidence.ts'
import { type HealBounds, holdBeginsAt, type Observation } from '../observation.ts'
import { firstStableStreak, stabilityRule } from '../stability.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const time = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** The events of one fault run, by what they tell. */
interface FaultStory {
  readonly id: string
  readonly planned: JournalEvent | undefined
  readonly effective: JournalEvent | undefined
  readonly ended: JournalEvent | undefined
  readonly release: JournalEvent | undefined
}

/** Groups the log by fault run; the runs that were injected (or failed to be) in [from, to], oldest first. */
export const faultStories = (
  events: readonly JournalEvent[],
  { from, to }: { from: number; to: number },
  isWanted: (event: JournalEvent) => boolean,
): FaultStory[] => {
  const runs = new Map<string, JournalEvent[]>()
  for (const event of events) {
    const id = text(event.data['faultRunId'])
    if (id !== '' && isWanted(event)) runs.set(id, [...(runs.get(id) ?? []), event])
  }
  return [...runs]
    .map(([id, all]): FaultStory => {
      const of = (...kinds: JournalEvent['kind'][]) => all.find(({ kind }) => kinds.includes(kind))
      return {
        id,
        planned: of('fault.planned'),
        effective: of('fault.effective'),
        ended: of('fault.reverted', 'fault.moot', 'fault.dirty', 'fault.failed'),
        release: of('release'),
      }
    })
    .filter(({ effective, ended }) => {
      const at = effective?.at ?? ended?.at
      return at !== undefined && at >= from && at <= to
    })
    .sort((a, b) => (a.effective?.at ?? 0) - (b.effective?.at ?? 0))
}

/**
 * Whether the system undid a fault that probes cannot see the end of. It did when nothing of the fault was left for the
 * platform to undo; it had not when the platform undid it.
 */
const healedOf = (name: string, injectedAt: number, ended: JournalEvent | undefined) => {
  if (faultNamed(name).isHealed === undefined) return undefined
  const isOurs = ended === undefined || ended.data['isUndone'] === true
  return isOurs ? null : ({ from: injectedAt, to: ended.at } satisfies HealBounds)
}

export interface LogWindow {
  readonly evidence: readonly Evidence[]
  readonly events: readonly JournalEvent[]
  readonly everyMs: number
  readonly holdMs: number
  /** Up to here every probe has answered or timed out. */
  readonly observedTo: number
}

/** What proved that it bit, or why it did not. Events of earlier versions have English strings only. */
const evidenceOfRun = ({ effective, ended }: FaultStory): PlatformText => {
  const told = effective?.data['evidence'] ?? ended?.data['evidence'] ?? ended?.data['detail']
  return faultEvidence.safeParse(told).data ?? { en: '', ja: '' }
}

/** Rebuilds from log and samples what an attempt would have seen of one fault. Pure: anybody gets the same. */
export const observationOf = (story: FaultStory, window: LogWindow): Observation => {
  const { effective, planned, ended, release } = story
  const told = effective ?? ended ?? planned
  const name = text(told?.data['fault'])
  const { lift } = faultNamed(name)
  const injectedAt = time(effective?.data['injectedAt']) ?? told?.at ?? 0
  const isUndone = lift !== 'nothing' && ended?.kind === 'fault.reverted'
  const liftedAt = isUndone ? (time(ended.data['liftBeganAt']) ?? ended.at) : null
  const effectiveAt = effective?.at ?? null
  const healed = effective ? healedOf(name, injectedAt, ended) : undefined
  const gaps = restartGapsMs(window.events, injectedAt, window.observedTo)
  const rule = stabilityRule(window.everyMs, window.holdMs, gaps)
  const image = text(release?.data['image'])
  return {
    faultId: text(told?.data['labFault']) || name,
    fault: name,
    target: text(told?.data['target']),
    lift,
    fidelity: faultFidelity.safeParse(effective?.data['fidelity']).data ?? null,
    plannedAt: planned?.at ?? injectedAt,
    injectedAt,
    effectiveAt,
    liftedAt,
    evidence: evidenceOfRun(story),
    harmfulImage: image === '' ? undefined : image.includes('/') ? image : catalogueImage(image),
    observedTo: window.observedTo,
    streak: firstStableStreak(window.evidence, holdBeginsAt({ injectedAt, effectiveAt, healed }), rule),
    healed,
    isDirty: ended?.kind === 'fault.dirty',
    round: 0,
    isOnRepair: false,
  }
}
