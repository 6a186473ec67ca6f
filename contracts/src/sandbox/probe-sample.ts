import { z } from 'zod'

/**
 * One open-loop sample: [scheduled start in epoch ms, 1 good / 0 bad, latency in ms or -1 when nothing answered].
 * Latency counts from the scheduled start to the complete answer; a refusal or a wrong status is an answer too.
 */
export const probeSample = z.tuple([z.number(), z.union([z.literal(0), z.literal(1)]), z.number()])
export type ProbeSample = z.infer<typeof probeSample>

/** An outage is an interval, never a bare number. Milliseconds; `maxMs` null: not recovered. */
export const outageInterval = z.object({ minMs: z.number().min(0), maxMs: z.number().min(0).nullable() })
export type OutageInterval = z.infer<typeof outageInterval>
