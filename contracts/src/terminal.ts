import { z } from 'zod'
import { ping } from './platform/pulse.ts'

/** Names a terminal of a sandbox, and its socket and its recordings with it: it becomes part of a path. */
export const terminalName = z.string().regex(/^[a-z][a-z0-9-]{0,20}$/)

/**
 * Terminal wire. Binary frames are bytes of the shell, untouched in both directions.
 * Text frames are JSON control messages of the two unions below.
 */
export const terminalSize = z.object({
  cols: z.number().int().min(2).max(500),
  rows: z.number().int().min(1).max(300),
})
export type TerminalSize = z.infer<typeof terminalSize>

export const fromBrowser = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    ...terminalSize.shape,
    offset: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('Absolute offset of the next byte the browser wants.'),
    epoch: z.string().optional().describe('Epoch the offset belongs to; another epoch replays from scratch.'),
  }),
  z.strictObject({ type: z.literal('resize'), ...terminalSize.shape }),
  z.strictObject({
    type: z.literal('ack'),
    offset: z.number().int().min(0).describe('Bytes parsed so far.'),
  }),
  ping,
])
export type FromBrowser = z.infer<typeof fromBrowser>

export const toBrowser = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ready'),
    epoch: z.string(),
    offset: z.number().int().min(0).describe('Absolute offset of the first byte that follows.'),
    replay: z
      .number()
      .int()
      .min(0)
      .describe('How many of the following bytes are a replay (queries are muted).'),
    reset: z.boolean().describe('True: clear the screen first, the old offset is gone.'),
  }),
  z.strictObject({ type: z.literal('alive') }),
  z.strictObject({ type: z.literal('notice'), key: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal('exit'), code: z.number().int().nullable() }),
  z.strictObject({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type ToBrowser = z.infer<typeof toBrowser>

/** Bytes that may be on the way unacknowledged before the server pauses the shell (xterm.js flow-control guide). */
export const terminalFlow = {
  highWatermarkBytes: 1_048_576,
  lowWatermarkBytes: 262_144,
  ackEveryBytes: 65_536,
} as const
