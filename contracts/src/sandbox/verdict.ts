import { z } from 'zod'
import { actor } from './journal.ts'
import { outageInterval } from './probe-sample.ts'

export const outcomes = ['met', 'unmet', 'inconclusive'] as const
export const outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof outcome>

export const outcomeClasses = [
  'tolerated',
  'self-recovered-during',
  'self-recovered-after-lift',
  'human-assisted',
  'platform-assisted',
  'not-recovered',
  'inconclusive',
] as const
export const outcomeClass = z.enum(outcomeClasses)
export type OutcomeClass = z.infer<typeof outcomeClass>

export const reasons = [
  'ok',
  'baseline-not-good',
  'too-few-samples',
  'fault-not-effective',
  'fault-target-gone',
  'recovery-too-slow',
  'too-close-to-call',
  'not-recovered',
  'availability-too-low',
  'hold-broken',
  'touched',
  'platform-error',
  'platform-restarted',
  'fault-dirty',
] as const
export const reason = z.enum(reasons)
export type Reason = z.infer<typeof reason>

export const touch = z.object({ at: z.number(), kind: z.string(), what: z.string() })
export type Touch = z.infer<typeof touch>

export const healer = z.object({ at: z.number(), by: actor, what: z.string() })
export type Healer = z.infer<typeof healer>

/** What one injection of an attempt showed. */
export const injectionResult = z.object({
  faultId: z.string(),
  fault: z.string(),
  target: z.string(),
  plannedAt: z.number(),
  injectedAt: z.number(),
  effectiveAt: z.number().nullable(),
  liftedAt: z.number().nullable(),
  evidence: z.string().describe('What proved that the fault bit.'),
  fidelity: z.string(),
  outage: outageInterval.nullable().describe('Null: no bad sample, the fault was tolerated.'),
  recovery: outageInterval.nullable().describe('From effective to the first stable streak.'),
  class: outcomeClass,
  healedBy: z.array(healer),
})
export type InjectionResult = z.infer<typeof injectionResult>

export const availability = z.object({
  good: z.number().int(),
  total: z.number().int(),
  ratio: z.number(),
  low: z.number().describe('Lower bound of the 95 % Wilson interval.'),
  high: z.number(),
})
export type Availability = z.infer<typeof availability>

/** The verdict of one `survive` attempt: one sentence, then the evidence. */
export const verdict = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  outcome,
  reason,
  sentence: z.object({ en: z.string(), ja: z.string() }),
  class: outcomeClass,
  from: z.number().describe('Start of the judged window, epoch ms.'),
  to: z.number(),
  injections: z.array(injectionResult),
  availability: availability.nullable(),
  handsOff: z.object({ from: z.number(), to: z.number(), touches: z.array(touch), touchSeconds: z.number() }),
  seal: z
    .object({ commit: z.string(), seed: z.string() })
    .describe('sha256(seed) was shown before; the seed now.'),
})
export type Verdict = z.infer<typeof verdict>
