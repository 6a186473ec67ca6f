import type { JournalEvent, ProbeSample, Verdict } from '@noops-dojo/contracts'
import { evidenceOf, type ProbeTiming } from '../outage/evidence.ts'
import type { Observation } from '../observation.ts'
import { inconclusiveVerdict, verdictOf, type VerdictHead } from '../verdict/verdict.ts'
import { faultStories, observationOf } from './observations-of-log.ts'

/** Samples right before the first injection that must have been good: a steady state, if a short one. */
const leastBefore = 3

export interface WindowToJudge {
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  readonly probe: { readonly name: string; readonly timing: ProbeTiming }
  readonly samples: readonly ProbeSample[]
  readonly events: readonly JournalEvent[]
  readonly recoverWithinMs: number
  readonly holdMs: number
  readonly slo?: number | undefined
  /** Which faults count; default: all that the log tells of. */
  readonly isWanted?: (event: JournalEvent) => boolean
  readonly attemptId?: string
  readonly taskId?: string
}

/** Not well yet when the window ended, and the window is too short to say that it would not have become so in time. */
const isCutShort = (seen: Observation, to: number, leastMs: number): boolean => {
  if (seen.effectiveAt === null || to - seen.effectiveAt >= leastMs) return false
  const isOpen = seen.healed === null && seen.liftedAt === null
  return isOpen || seen.streak?.isStable !== true
}

/**
 * What log and samples of a window of time prove about the faults that were injected in it. A pure function of what is in
 * the evidence: whoever has the log and the samples computes the same verdict. Inconclusive without a fault, without
 * enough samples, when it was not steady before, or when a fault did not bite. Hands are reported, not forbidden.
 */
export const judgeWindow = (window: WindowToJudge): Verdict => {
  const { from, to, probe, events, holdMs } = window
  const head: VerdictHead = {
    attemptId: window.attemptId ?? 'window',
    taskId: window.taskId ?? 'experiment',
    seal: { commit: '', seed: '' },
    startedAt: from,
    probe: probe.name,
    slo: window.slo,
  }
  const evidence = evidenceOf(
    window.samples.filter(([at]) => at <= to),
    probe.timing,
  )
  const stories = faultStories(events, { from, to }, window.isWanted ?? (() => true))
  const { everyMs } = probe.timing
  const observations = stories.map((story) =>
    observationOf(story, { evidence, events, everyMs, holdMs, observedTo: to }),
  )
  const record = { timing: probe.timing, evidence, observations }
  const giveUp = (reason: Verdict['reason']) => inconclusiveVerdict(head, reason, to, record, events)
  const first = observations[0]
  if (first === undefined) return giveUp('fault-not-effective')
  const before = evidence.filter((sample) => sample.to < first.injectedAt).slice(-leastBefore)
  if (before.length < leastBefore) return giveUp('too-few-samples')
  if (before.some(({ isGood }) => !isGood)) return giveUp('baseline-not-good')
  const leastMs = window.recoverWithinMs + holdMs
  if (observations.some((seen) => isCutShort(seen, to, leastMs))) return giveUp('too-few-samples')
  return verdictOf(head, record, events, {
    recoverWithinMs: window.recoverWithinMs,
    availability: undefined,
    isHandsOffRequired: false,
  })
}
