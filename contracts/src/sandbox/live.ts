import { z } from 'zod'
import { preparationView } from '../classroom.ts'
import { alive } from '../platform/pulse.ts'
import { journalEvent } from './journal.ts'
import { probeSample } from './probe-sample.ts'
import { sandboxView } from './sandbox.ts'

/** Server → browser on /ws/live: JSON text frames. The first is a snapshot; then changes as they happen. */
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sandbox'), sandbox: sandboxView, now: z.number() }),
  z.object({ type: z.literal('event'), event: journalEvent }),
  z.object({ type: z.literal('samples'), probe: z.string(), samples: z.array(probeSample) }),
  alive,
])
export type LiveMessage = z.infer<typeof liveMessage>

export const boardRow = z.object({
  learnerId: z.string(),
  nickname: z.string(),
  sandboxId: z.string().nullable(),
  labId: z.string().nullable().describe('Without a sandbox: the lab of the one they had before.'),
  state: z.string().describe('Of the sandbox; `idle` without one.'),
  taskId: z.string().nullable().describe('The first task that is not met.'),
  met: z.number().int().describe('Without a sandbox: what was met in the one before.'),
  total: z.number().int(),
  stuckMs: z.number().describe('Since the last task was met or the sandbox was ready.'),
  lastActiveAt: z.number().nullable(),
  extensionsLeft: z.number().int().describe('0 without a sandbox.'),
  samples: z.array(probeSample).describe('The last 30 s of the lab’s first probe.'),
})
export type BoardRow = z.infer<typeof boardRow>

/** The class as it is, once a second. */
export const roomBoard = z.object({
  type: z.literal('board'),
  classroomId: z.string(),
  rows: z.array(boardRow),
  preparation: preparationView.nullable(),
  now: z.number(),
})
export type RoomBoard = z.infer<typeof roomBoard>

/** Server → browser on /ws/room: JSON text frames. */
export const roomMessage = z.discriminatedUnion('type', [roomBoard, alive])
export type RoomMessage = z.infer<typeof roomMessage>
