import type {
  AttemptArm,
  Availability,
  Detection,
  InjectionResult,
  JournalEvent,
  LocalizedText,
  OutcomeClass,
  Verdict,
  WriteCount,
} from '@noops-dojo/contracts'
import { availabilityOf } from '../outage/availability.ts'
import { meanLoad } from '../host-load.ts'
import type { Judged } from './judgement.ts'
import type { AttemptRecord } from '../observation.ts'
import { errorBudgetOf } from '../score/error-budget.ts'
import { noopsScoreOf } from '../score/noops-score.ts'
import { coverage } from '../stability.ts'
import { touchSeconds, touchesOf } from '../touches.ts'

/** Whose verdict it is. What is left out: the real run of a lab without an SLO. */
export interface VerdictHead {
  readonly attemptId: string
  readonly taskId: string
  readonly seal: Verdict['seal']
  /** Start of the attempt: what the window of an attempt without an injection begins with. */
  readonly startedAt: number
  /**
   * From when on hands count, when that is before the judged window: a learner is told to keep them off from the start of
   * an attempt, because the moment of the fault is sealed. What is left out: from the window's begin.
   */
  readonly handsOffFrom?: number
  readonly arm?: AttemptArm
  readonly ablation?: string | null
  readonly probe?: string | null
  /** Availability that the lab declares for the judged probe. */
  readonly slo?: number | undefined
}

/** What was measured in the judged window, whoever judges it. */
export interface Measured {
  readonly from: number
  readonly to: number
  readonly handsOffFrom: number
  readonly injections: InjectionResult[]
  readonly availability: Availability | null
  readonly touches: ReturnType<typeof touchesOf>
  readonly touchSeconds: number
  readonly writes: WriteCount | null
  readonly detection: Detection | null
  /** Programs that ran or waited, by processor. */
  readonly hostLoad: number | null
}

const leastCoverage = 0.8

/** An observer that saw too little says so, whatever the samples it has look like. */
export const isBlind = ({ evidence, timing }: AttemptRecord, from: number, to: number): boolean =>
  coverage(evidence, from, to, timing.everyMs).ratio < leastCoverage

/** Measures the window [from, to] of a record; hands are counted from where the head says. */
export const measure = (
  head: Pick<VerdictHead, 'handsOffFrom'>,
  record: AttemptRecord | undefined,
  events: readonly JournalEvent[],
  { from, to }: { from: number; to: number },
  injections: InjectionResult[],
): Measured => {
  const handsOffFrom = Math.min(from, head.handsOffFrom ?? from)
  const touches = touchesOf(events, handsOffFrom, to)
  return {
    ...{ from, to, handsOffFrom, injections, touches },
    touchSeconds: touchSeconds(touches),
    availability: record ? availabilityOf(record.evidence, from, to) : null,
    writes: record?.writes ?? null,
    detection: null,
    hostLoad: meanLoad(record?.load ?? [], from, to),
  }
}

/** Puts a verdict together. Only a real run that could be judged has a score; `target`: what its score is measured against. */
export const assembleVerdict = (
  head: VerdictHead,
  judged: Judged & { readonly class: OutcomeClass; readonly sentence: Required<LocalizedText> },
  seen: Measured,
  target: number | undefined = head.slo,
): Verdict => {
  const { from, to, touches, injections, availability, writes, detection } = seen
  const arm = head.arm ?? 'fault'
  const isScored = judged.outcome !== 'inconclusive' && arm === 'fault' && detection === null
  return {
    attemptId: head.attemptId,
    taskId: head.taskId,
    ...judged,
    ...{ from, to, injections, availability, arm, writes, detection, hostLoad: seen.hostLoad },
    ablation: head.ablation ?? null,
    probe: head.probe ?? null,
    errorBudget: errorBudgetOf(availability, to - from, head.slo),
    score: isScored ? noopsScoreOf({ availability, target, touches, injections, writes }) : null,
    handsOff: { from: seen.handsOffFrom, to, touches, touchSeconds: seen.touchSeconds },
    seal: head.seal,
  }
}
