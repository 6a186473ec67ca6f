import { z } from 'zod'

/** Largest result that a check may write, in bytes. */
export const checkResultBytes = 16_384

/**
 * The optional JSON object that a check writes to the file named by `$DOJO_RESULT`. The exit status decides
 * (0 met, 1 not met, 75 inconclusive, anything else a checker error); this only says more.
 */
export const checkResult = z
  .strictObject({
    score: z
      .number()
      .min(0)
      .optional()
      .describe('Points of `max` that are reached; default: all or nothing.'),
    max: z.number().positive().optional(),
    key: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .max(60)
      .optional()
      .describe('Names a sentence in the task’s `messages`.'),
    observed: z.string().max(300).optional().describe('What was seen, in a few words: `1 replica`.'),
    expected: z.string().max(300).optional().describe('What the task asks for: `2 replicas`.'),
    detail: z.unknown().optional().describe('For the lab’s author; never shown to a learner.'),
  })
  .refine(
    ({ score, max }) => (score === undefined) === (max === undefined),
    '`score` and `max` belong together',
  )
  .refine(({ score = 0, max = 1 }) => score <= max, '`score` is more than `max`')
export type CheckResult = z.infer<typeof checkResult>
