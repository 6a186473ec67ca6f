import type { JournalEvent, Reason, Verdict } from '@noops-dojo/contracts'
import { availabilityOf } from './availability.ts'
import { judge, worstClass, type Expectation, type Judged } from './judgement.ts'
import type { AttemptRecord, Observation } from './observation.ts'
import { injectionResultOf } from './outcome-class.ts'
import { longestUnseenMs } from './outage.ts'
import { coverage } from './stability.ts'
import { touchSeconds, touchesOf } from './touches.ts'
import { verdictSentence } from './verdict-sentence.ts'

export interface VerdictHead {
  readonly attemptId: string
  readonly taskId: string
  readonly seal: Verdict['seal']
  /** Start of the attempt: what the window of an attempt without an injection begins with. */
  readonly startedAt: number
}

const plain = {
  arm: 'fault',
  ablation: null,
  probe: null,
  errorBudget: null,
  writes: null,
  detection: null,
  score: null,
} as const

const leastCoverage = 0.8

/** A streak of a second within the limit that broke: it was back, and did not stay. */
const brokeHold = (record: AttemptRecord, seen: Observation, limitMs: number): boolean => {
  let since: number | undefined
  for (const sample of record.evidence) {
    if (seen.effectiveAt === null || sample.from < seen.effectiveAt) continue
    if (sample.isGood) since ??= sample.from
    else {
      const isBack = since !== undefined && since > seen.effectiveAt && sample.from - since >= 1000
      if (isBack && since !== undefined && since - seen.effectiveAt <= limitMs) return true
      since = undefined
    }
  }
  return false
}

/** An observer that saw too little says so, whatever the samples it has look like. */
const isBlind = (record: AttemptRecord, from: number, to: number): boolean =>
  coverage(record.evidence, from, to, record.timing.everyMs).ratio < leastCoverage

/** Gives the verdict of an attempt that ran to its end. `events`: the sandbox's log over the attempt. */
export const verdictOf = (
  head: VerdictHead,
  record: AttemptRecord,
  events: readonly JournalEvent[],
  expected: Expectation,
): Verdict => {
  const { evidence, observations } = record
  const from = observations[0]?.injectedAt ?? head.startedAt
  const to = Math.max(
    from,
    ...observations.map((seen) => (seen.streak?.isStable ? seen.streak.to : seen.observedTo)),
  )
  const injections = observations.map((seen) => injectionResultOf(seen, evidence, events))
  const availability = availabilityOf(evidence, from, to)
  const touches = touchesOf(events, from, to)
  const judged = ((): Judged => {
    if (observations.some(({ isDirty }) => isDirty)) return { outcome: 'inconclusive', reason: 'fault-dirty' }
    if (isBlind(record, from, to)) return { outcome: 'inconclusive', reason: 'too-few-samples' }
    const broke = observations.some((seen) => brokeHold(record, seen, expected.recoverWithinMs))
    return judge(injections, availability, touches, expected, broke)
  })()
  const seconds = touchSeconds(touches)
  const sentence = verdictSentence({
    ...judged,
    injections,
    availability,
    touches,
    touchSeconds: seconds,
    recoverWithinMs: expected.recoverWithinMs,
    askedAvailability: expected.availability,
    unseenMs: Math.max(0, ...observations.map((seen) => longestUnseenMs(evidence, seen.injectedAt, to))),
  })
  return {
    attemptId: head.attemptId,
    taskId: head.taskId,
    ...judged,
    sentence,
    class:
      judged.outcome === 'inconclusive' ? 'inconclusive' : worstClass(injections.map((each) => each.class)),
    from,
    to,
    injections,
    availability,
    ...plain,
    handsOff: { from, to, touches, touchSeconds: seconds },
    seal: head.seal,
  }
}

/** Gives the verdict of an attempt that could not be judged: inconclusive, and never a lost attempt. */
export const inconclusiveVerdict = (
  head: VerdictHead,
  reason: Reason,
  to: number,
  record?: AttemptRecord,
  events: readonly JournalEvent[] = [],
): Verdict => {
  const from = record?.observations[0]?.injectedAt ?? head.startedAt
  const injections = (record?.observations ?? []).map((seen) =>
    injectionResultOf(seen, record?.evidence ?? [], events),
  )
  const touches = touchesOf(events, from, to)
  const availability = record ? availabilityOf(record.evidence, from, to) : null
  const judged = { outcome: 'inconclusive', reason } as const
  return {
    attemptId: head.attemptId,
    taskId: head.taskId,
    ...judged,
    sentence: verdictSentence({
      ...judged,
      injections,
      availability,
      touches,
      touchSeconds: touchSeconds(touches),
      recoverWithinMs: 0,
      askedAvailability: undefined,
      unseenMs: 0,
    }),
    class: 'inconclusive',
    from,
    to,
    injections,
    availability,
    ...plain,
    handsOff: { from, to, touches, touchSeconds: touchSeconds(touches) },
    seal: head.seal,
  }
}
