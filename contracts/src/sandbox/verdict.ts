import { z } from 'zod'
import { fidelityRung } from '../chaos/fault-catalogue.ts'
import { platformText } from '../lab/text.ts'
import { actor } from './journal.ts'
import { outageInterval } from './probe-sample.ts'

export const outcomes = ['met', 'unmet', 'inconclusive'] as const
export const outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof outcome>

/** What became of a fault, from best to worst. */
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
/** Classes that are no healing, whoever brought it back in the end (ADR 124). */
export const notHealed: readonly OutcomeClass[] = [
  'self-recovered-after-lift',
  'platform-assisted',
  'not-recovered',
]

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
  'host-overloaded',
  'fault-dirty',
  'write-lost',
  'write-duplicated',
  'writes-unknown',
  'alert-missing',
  'alert-late',
  'alert-false',
  'alert-stuck',
  'placebo-not-quiet',
  'ablation-recovered',
] as const
export const reason = z.enum(reasons)
export type Reason = z.infer<typeof reason>

export const touch = z.object({ at: z.number(), kind: z.string(), what: z.string() })
export type Touch = z.infer<typeof touch>

export const healer = z.object({ at: z.number(), by: actor, what: z.string() })
export type Healer = z.infer<typeof healer>

/** The four-run design: the real run, one without a fault, one without a mechanism (docs/decisions/121). */
export const attemptArms = ['fault', 'placebo', 'ablation'] as const
export const attemptArm = z.enum(attemptArms)
export type AttemptArm = z.infer<typeof attemptArm>

/** Where an outage lies: it began within `begin` and was over within `end`; epoch ms. */
export const outagePlace = z.object({
  begin: z.object({ from: z.number(), to: z.number() }),
  end: z.object({ from: z.number(), to: z.number().nullable().describe('Null: its end was not seen.') }),
})
export type OutagePlace = z.infer<typeof outagePlace>

/** Verdicts and logs of earlier versions have sentences of the platform in English only, as plain strings. */
const fromEnglish = (told: unknown): unknown => (typeof told === 'string' ? { en: told, ja: told } : told)

/** What a fault's proof told. */
export const faultEvidence = z.preprocess(fromEnglish, platformText)

/** The rung that was used; null where an earlier version kept none. Then it was one string, `kernel: SIGKILL of …`. */
export const faultFidelity = z.preprocess((told) => {
  if (typeof told !== 'string') return told
  const [, rung, text] = /^([\w-]+): (.+)$/s.exec(told) ?? []
  return rung === undefined ? null : { rung, text: fromEnglish(text) }
}, fidelityRung.nullable())

/** What one injection of an attempt showed. */
export const injectionResult = z.object({
  faultId: z.string(),
  fault: z.string(),
  target: z.string(),
  plannedAt: z.number(),
  injectedAt: z.number(),
  effectiveAt: z.number().nullable(),
  liftedAt: z.number().nullable(),
  evidence: faultEvidence.describe('What proved that the fault bit.'),
  fidelity: faultFidelity.describe('How true to life the injection was.'),
  outage: outageInterval.nullable().describe('Null: no bad sample, the fault was tolerated.'),
  outageAt: outagePlace.nullable().default(null),
  recovery: outageInterval.nullable().describe('From effective to the first stable streak.'),
  class: outcomeClass,
  healedBy: z.array(healer),
  round: z.number().int().default(0).describe('Injections of one round were made together.'),
  onRepair: z.boolean().default(false).describe('It was set off by the repair of the one before.'),
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

/** What one incident of this size costs of the error budget (SRE Workbook, ch. 5). */
export const errorBudget = z.object({
  target: z.number().describe('The declared SLO: 0.99.'),
  burnRate: z.number().describe('Bad share in the window / (1 − target).'),
  windowMs: z.number(),
  consumed: z.number().describe('Share of a 30-day budget that this one window used.'),
})
export type ErrorBudget = z.infer<typeof errorBudget>

/** Acknowledged writes against what was kept. */
export const writeCount = z.object({
  sent: z.number().int(),
  acknowledged: z.number().int(),
  lost: z.number().int(),
  duplicated: z.number().int(),
  lostKeys: z.array(z.string()).max(20),
  isKnown: z.boolean().describe('False: the list could not be read, so nobody knows.'),
})
export type WriteCount = z.infer<typeof writeCount>

/** When the learner’s own alert told, as intervals from the moment the fault took effect, and from its lift. */
export const detection = z.object({
  fired: outageInterval.nullable().describe('Null: it fired before the fault, or never.'),
  resolved: outageInterval.nullable(),
  falseAlarms: z.number().int(),
})
export type Detection = z.infer<typeof detection>

export const scoreFactor = z.object({
  name: z.enum(['availability', 'hands-off', 'recovery-rate']),
  value: z.number().min(0).max(1),
  evidence: platformText.describe('Why it is not 1, with the numbers.'),
})

/** NoOps score = 100 × availability / SLO (capped) × hands-off × recovery rate. */
export const noopsScore = z.object({ value: z.number().min(0).max(100), factors: z.array(scoreFactor) })
export type NoopsScore = z.infer<typeof noopsScore>

/** The verdict of one attempt or experiment: one sentence, then the evidence. */
export const verdict = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  outcome,
  reason,
  sentence: platformText,
  class: outcomeClass,
  from: z.number().describe('Start of the judged window, epoch ms.'),
  to: z.number(),
  injections: z.array(injectionResult),
  availability: availability.nullable(),
  arm: attemptArm.default('fault'),
  ablation: z.string().nullable().default(null),
  probe: z.string().nullable().default(null),
  errorBudget: errorBudget.nullable().default(null),
  writes: writeCount.nullable().default(null),
  detection: detection.nullable().default(null),
  hostLoad: z
    .number()
    .nullable()
    .default(null)
    .describe('Programs that ran or waited for a processor, by processor: the mean of the window.'),
  score: noopsScore.nullable().default(null),
  handsOff: z.object({ from: z.number(), to: z.number(), touches: z.array(touch), touchSeconds: z.number() }),
  seal: z
    .object({ commit: z.string(), seed: z.string() })
    .describe('sha256(seed) was shown before; the seed now.'),
})
export type Verdict = z.infer<typeof verdict>
