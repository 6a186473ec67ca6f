import type { JournalEvent, Reason, Verdict } from '@noops-dojo/contracts'
import { ablationSentence } from '../control/control-sentence.ts'
import { judgeAblation } from '../control/judge-ablation.ts'
import { hostOverloaded, mayBeOfTheHost } from '../host-load.ts'
import { judge, worstClass, type Expectation, type Judged } from './judgement.ts'
import type { AttemptRecord, Observation } from '../observation.ts'
import { injectionResultOf } from './outcome-class.ts'
import { longestUnseenMs } from '../outage/outage.ts'
import { assembleVerdict, isBlind, measure, type Measured, type VerdictHead } from './assemble-verdict.ts'
import { verdictSentence, type SentenceParts } from './verdict-sentence.ts'
import { areWritesUnknown, writeVeto } from '../writes/judge-writes.ts'

export type { VerdictHead } from './assemble-verdict.ts'

/** Where the observation of one injection ended. */
const endOf = (seen: Observation): number => (seen.streak?.isStable ? seen.streak.to : seen.observedTo)

/** A streak of a second within the limit that broke: it was back, and did not stay. */
const brokeHold = (record: AttemptRecord, seen: Observation, limitMs: number): boolean => {
  let since: number | undefined
  for (const sample of record.evidence) {
    if (seen.effectiveAt === null || sample.from < seen.effectiveAt || sample.from > endOf(seen)) continue
    if (sample.isGood) since ??= sample.from
    else {
      const isBack = since !== undefined && since > seen.effectiveAt && sample.from - since >= 1000
      if (isBack && since !== undefined && since - seen.effectiveAt <= limitMs) return true
      since = undefined
    }
  }
  return false
}

/** The one before a fault that was set off by its repair: what broke it again was that fault. */
const isInterrupted = (seen: Observation, all: readonly Observation[]): boolean =>
  !seen.isOnRepair && all.some((other) => other.isOnRepair && other.round === seen.round)

const judgeRun = ({
  record,
  seen,
  expected,
}: {
  record: AttemptRecord
  seen: Measured
  expected: Expectation
}): Judged => {
  const { observations } = record
  const broke = observations
    .filter((each) => !isInterrupted(each, observations))
    .some((each) => brokeHold(record, each, expected.recoverWithinMs))
  const judged = judge(seen.injections, seen.availability, seen.touches, expected, broke)
  if (mayBeOfTheHost(judged.reason, seen.hostLoad)) return hostOverloaded
  if (judged.outcome !== 'met') return judged
  if (areWritesUnknown(seen.writes)) return { outcome: 'inconclusive', reason: 'writes-unknown' }
  if (record.isSecondFaultMissing) return { outcome: 'inconclusive', reason: 'fault-not-effective' }
  return judged
}

/** Gives the verdict of an attempt that ran to its end. `events`: the sandbox's log over the attempt. */
export const verdictOf = (
  head: VerdictHead,
  record: AttemptRecord,
  events: readonly JournalEvent[],
  expected: Expectation,
): Verdict => {
  const { evidence, observations } = record
  const begin =
    observations.length === 0 ? head.startedAt : Math.min(...observations.map((each) => each.injectedAt))
  const to = Math.max(begin, ...observations.map(endOf))
  const injections = observations.map((each) => injectionResultOf(each, evidence, events))
  const seen = measure(head, record, events, { from: begin, to }, injections)
  const judged = ((): Judged => {
    const veto = head.arm === 'ablation' ? undefined : writeVeto(seen.writes, expected.areWritesOnce ?? false)
    if (veto) return mayBeOfTheHost(veto.reason, seen.hostLoad) ? hostOverloaded : veto
    if (observations.some(({ isDirty }) => isDirty)) return { outcome: 'inconclusive', reason: 'fault-dirty' }
    if (isBlind(record, begin, to)) return { outcome: 'inconclusive', reason: 'too-few-samples' }
    return head.arm === 'ablation' ? judgeAblation(seen, expected) : judgeRun({ record, seen, expected })
  })()
  const parts: SentenceParts = {
    ...judged,
    ...seen,
    recoverWithinMs: expected.recoverWithinMs,
    askedAvailability: expected.availability,
    unseenMs: Math.max(0, ...observations.map((each) => longestUnseenMs(evidence, each.injectedAt, to))),
    isSecondFaultMissing: record.isSecondFaultMissing ?? false,
  }
  const sentence = head.arm === 'ablation' ? ablationSentence(parts) : verdictSentence(parts)
  const worst = worstClass(injections.map((each) => each.class))
  const isOpen = judged.outcome === 'inconclusive'
  return assembleVerdict(
    head,
    { ...judged, sentence, class: isOpen ? 'inconclusive' : worst },
    seen,
    head.slo ?? expected.availability,
  )
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
  const injections = (record?.observations ?? []).map((each) =>
    injectionResultOf(each, record?.evidence ?? [], events),
  )
  const judged = { outcome: 'inconclusive', reason } as const
  const seen = measure(head, record, events, { from, to }, injections)
  const rest = { recoverWithinMs: 0, askedAvailability: undefined, unseenMs: 0 }
  const sentence = verdictSentence({ ...judged, ...seen, ...rest })
  return assembleVerdict(head, { ...judged, sentence, class: 'inconclusive' }, seen)
}
