import { z } from 'zod'

export const actors = [
  'learner',
  'setup',
  'instructor',
  'grader',
  'platform',
  'dockerd',
  'swarm',
  'unknown',
] as const
export const actor = z.enum(actors)
export type Actor = z.infer<typeof actor>

/** Kinds of events in a sandbox's log. `touch.*` are what the hands-off verdict counts. */
export const eventKinds = [
  'sandbox.state',
  'sandbox.step',
  'touch.terminal',
  'touch.engine',
  'touch.ui',
  'engine.event',
  'probe.edge',
  'alert.edge',
  'fault.planned',
  'fault.effective',
  'fault.reverted',
  'fault.moot',
  'fault.dirty',
  'fault.failed',
  'release',
  'check.result',
  'task.state',
  'hint.opened',
  'attempt.phase',
  'control.applied',
  'writes.counted',
  'verdict',
  'platform.notice',
] as const
export const eventKind = z.enum(eventKinds)
export type EventKind = z.infer<typeof eventKind>

/** One row of the append-only, hash-chained log of a sandbox. */
export const journalEvent = z.object({
  sandboxId: z.string(),
  seq: z.number().int().min(1),
  at: z.number().describe('Epoch milliseconds at which it happened.'),
  kind: eventKind,
  actor: actor,
  data: z.record(z.string(), z.unknown()),
  prevHash: z.string(),
  hash: z.string().describe('sha256 over prevHash and the canonical JSON of the other fields.'),
})
export type JournalEvent = z.infer<typeof journalEvent>
export type NewEvent = Pick<JournalEvent, 'sandboxId' | 'at' | 'kind' | 'actor' | 'data'>
