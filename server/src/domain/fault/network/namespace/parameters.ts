import { duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'

/** Parameters that several faults of the network share. */
export const direction = (given: 'in' | 'out' | 'both', what: string) =>
  z.enum(['in', 'out', 'both']).default(given).describe(`in: ${what} to the target; out: from it; both.`)

export const percentOf = (given: number, what: string) =>
  z
    .number()
    .gt(0, 'a share is more than 0 and at most 100 percent')
    .max(100, 'a share is more than 0 and at most 100 percent')
    .default(given)
    .describe(what)

export const port = z
  .number()
  .int()
  .min(1, 'a port is 1 to 65535')
  .max(65_535, 'a port is 1 to 65535')
  .optional()

export const lasting = (given: string) =>
  duration.default(given).describe('It ends after this at the latest.')

/** A duration of at least `least` and at most `most`, both as texts. */
export const durationBetween = (least: string, most: string) =>
  duration.refine(
    (text) => durationMs(text) >= durationMs(least) && durationMs(text) <= durationMs(most),
    `it must be ${least} to ${most}`,
  )

/** Short name of a service or container. */
export const peerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]*$/, 'the short name of a service or container: api')

export const established = z
  .enum(['reset', 'keep'])
  .default('reset')
  .describe(
    'Connections that stand already: reset closes them once, so that they come back through the fault; keep leaves them.',
  )
