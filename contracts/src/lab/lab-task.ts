import { z } from 'zod'
import { duration } from './duration.ts'
import { localizedText } from './text.ts'

/** Identifiers inside a lab: lower case words joined by hyphens. */
export const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

export const taskModes = ['once', 'while', 'hold', 'survive', 'alert', 'quiz'] as const

export const check = z.strictObject({
  run: z
    .string()
    .describe('Path of a script in the lab folder; it runs in the judge, out of the learner’s reach.'),
  every: duration.default('1s').describe('How often the check runs while the task is open.'),
  timeout: duration.default('10s').describe('A check that runs longer is inconclusive.'),
})
export type Check = z.infer<typeof check>

export const hint = z.strictObject({
  en: z.string().min(1),
  ja: z.string().min(1).optional(),
  cost: z.number().int().min(0).default(0).describe('Points that opening this hint costs.'),
})

const randomMoment = z.strictObject({
  between: z.tuple([duration, duration]).describe('Earliest and latest moment after the attempt’s baseline.'),
})

export const surviveFault = z.strictObject({
  use: z.string().describe('Name of a fault of this lab (spec.faults).'),
  at: randomMoment
    .default({ between: ['3s', '8s'] })
    .describe('The sealed moment is drawn from this interval.'),
  times: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe('How often the fault is injected in one attempt.'),
  gap: duration.default('10s').describe('Rest between two injections of one attempt.'),
})
export type SurviveFault = z.infer<typeof surviveFault>

/** Several faults in one attempt. */
export const surviveFaults = z.strictObject({
  order: z
    .enum(['sequence', 'together', 'drawn'])
    .default('sequence')
    .describe(
      'sequence: one after the other, each with its own recovery; together: all at one sealed moment; drawn: a sealed choice in a sealed order.',
    ),
  of: z.array(surviveFault).min(1).max(20),
  draw: z.number().int().min(1).max(10).default(3).describe('Order drawn: how many are drawn from the list.'),
  gap: duration.default('10s').describe('Rest between two rounds.'),
})

/** Runs beside the real one that show what the verdict is worth (docs/decisions/121). */
export const controls = z.strictObject({
  placebo: duration
    .optional()
    .describe('How long the system is watched without a fault: it must stay quiet.'),
  ablations: z
    .array(
      z.strictObject({
        id: slug,
        title: localizedText.describe('The mechanism that is removed: Without the second replica.'),
        run: z.string().describe('Script that removes one mechanism; the system must then not recover.'),
        restore: z.string().describe('Script that puts it back.'),
      }),
    )
    .default([]),
})

export const expectation = z.strictObject({
  recoverWithin: duration.default('10s').describe('Upper bound for the recovery after each injection.'),
  availability: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Least share of good samples in the attempt’s window.'),
  hold: duration.default('10s').describe('How long the system must stay good after recovery.'),
  horizon: duration.default('60s').describe('Not recovered by then: censored, “> horizon”.'),
})

export const alertExpectation = z.strictObject({
  fireWithin: duration.default('15s').describe('The alert fires this soon after the fault took effect.'),
  quiet: duration.default('10s').describe('It is silent for this long before the fault.'),
  resolveWithin: duration.default('30s').describe('It is silent again this soon after the fault was lifted.'),
})

export const quiz = z.strictObject({
  ask: localizedText,
  answer: z.array(localizedText).min(1).describe('Every right answer; all of them must be picked.'),
  distractors: z.array(localizedText).min(1).describe('Wrong answers.'),
})

const taskHead = {
  id: slug,
  title: localizedText,
  points: z.number().int().min(0).default(10),
  needs: z.array(slug).default([]).describe('Tasks that must be met before this one opens.'),
  messages: z
    .record(slug, localizedText)
    .default({})
    .describe('Sentences a check may name with its `key`; raw output is never shown.'),
  hints: z.array(hint).default([]),
}

const scripted = { ...taskHead, check }

export const task = z.discriminatedUnion('mode', [
  z.strictObject({ ...scripted, mode: z.literal('once') }).describe('Latched when the check is met once.'),
  z.strictObject({ ...scripted, mode: z.literal('while') }).describe('Met as long as the check is met now.'),
  z
    .strictObject({ ...scripted, mode: z.literal('hold'), for: duration })
    .describe('Met when the check stays met for the given time; may regress until then.'),
  z
    .strictObject({
      ...taskHead,
      mode: z.literal('survive'),
      probe: slug
        .optional()
        .describe('Probe that judges; default: the probe of the lab’s SLO, or the only probe.'),
      fault: surviveFault.optional().describe('The fault; several of them stand under `faults`.'),
      faults: surviveFaults.optional(),
      onRepair: slug
        .optional()
        .describe('Fault of this lab that is injected when the repair of the first one is seen to begin.'),
      writes: slug
        .optional()
        .describe('Writes of this lab (spec.writes) of which no acknowledged one may be lost.'),
      controls: controls.default({ ablations: [] }),
      expect: expectation.default({ recoverWithin: '10s', hold: '10s', horizon: '60s' }),
      handsOff: z.enum(['required', 'reported']).default('required'),
    })
    .refine(({ fault, faults }) => (fault === undefined) !== (faults === undefined), {
      message: 'a survive task has either `fault` or `faults`',
    })
    .describe('The dojo injects the fault at a sealed moment and measures recovery with no human hand.'),
  z
    .strictObject({
      ...taskHead,
      mode: z.literal('alert'),
      alert: slug.describe('Probe that is good while the learner’s alert fires, and bad while it is silent.'),
      fault: surviveFault,
      expect: alertExpectation.default({ fireWithin: '15s', quiet: '10s', resolveWithin: '30s' }),
      handsOff: z.enum(['required', 'reported']).default('required'),
    })
    .describe('The learner’s alert against the injected truth: it fires in time, and is silent otherwise.'),
  z
    .strictObject({ ...taskHead, mode: z.literal('quiz'), quiz })
    .describe('A question with right and wrong answers.'),
])
export type Task = z.infer<typeof task>
export type TaskMode = Task['mode']
