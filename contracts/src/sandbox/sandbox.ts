import { z } from 'zod'
import { attemptArm, noopsScore, outcome, verdict } from './verdict.ts'

/** requested → provisioning → ready → (expiring) → terminating → gone, plus failed. */
export const sandboxStates = [
  'requested',
  'provisioning',
  'ready',
  'expiring',
  'terminating',
  'gone',
  'failed',
] as const
export const sandboxState = z.enum(sandboxStates)
export type SandboxState = z.infer<typeof sandboxState>

/** States in which a learner can work: terminals, checks and faults are served. */
export const usableStates: readonly SandboxState[] = ['ready', 'expiring']
/** `state`: of a sandbox, or of a place on the board that has none. */
export const isUsable = ({ state }: { readonly state: string }): boolean =>
  (usableStates as readonly string[]).includes(state)

export const stepStates = ['waiting', 'running', 'done', 'failed'] as const
/** Steps of provisioning, in order. The page shows each with its real time. */
export const provisionSteps = [
  'queue',
  'network',
  'guard',
  'workstation',
  'judge',
  'gateway',
  'files',
  'setup',
  'probes',
] as const
export const step = z.object({
  id: z.string(),
  state: z.enum(stepStates),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  detail: z.string().optional(),
})
export type Step = z.infer<typeof step>

export const taskStates = ['locked', 'unmet', 'met', 'inconclusive', 'regressed'] as const
export const taskState = z.enum(taskStates)
export type TaskState = z.infer<typeof taskState>

export const attemptPhases = [
  'planned',
  'baseline',
  'waiting',
  'injecting',
  'recovering',
  'holding',
  'attesting',
  'done',
] as const
export const attemptPhase = z.enum(attemptPhases)
export type AttemptPhase = z.infer<typeof attemptPhase>

export const attempt = z.object({
  id: z.string(),
  sandboxId: z.string(),
  taskId: z.string().describe('`experiment` for one that belongs to no task.'),
  phase: attemptPhase,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  commit: z.string().describe('sha256 of the sealed seed.'),
  injection: z.number().int().describe('How many injections were made so far.'),
  arm: attemptArm.default('fault'),
  ablation: z.string().nullable().default(null),
  verdict: verdict.nullable(),
})
export type Attempt = z.infer<typeof attempt>

export const taskView = z.object({
  id: z.string(),
  state: taskState,
  points: z.number(),
  earned: z.number(),
  key: z.string().nullable().describe('Names a sentence in the lab’s messages.'),
  observed: z.string().nullable(),
  expected: z.string().nullable(),
  outcome: outcome.nullable().describe('Of the last check.'),
  checkedAt: z.number().nullable(),
  metAt: z.number().nullable(),
  heldMs: z.number().nullable().describe('Mode hold: how long it has held so far.'),
  hintsOpened: z.number().int(),
  attempts: z.array(attempt),
})
export type TaskView = z.infer<typeof taskView>

/** A fault run that was started by a button, the console, an attempt, or the grader. `labFault` is empty for the console. */
export const faultRun = z.object({
  id: z.string(),
  sandboxId: z.string(),
  labFault: z.string(),
  fault: z.string(),
  target: z.string(),
  state: z.enum(['planned', 'injecting', 'effective', 'reverting', 'reverted', 'moot', 'dirty', 'failed']),
  plannedAt: z.number(),
  effectiveAt: z.number().nullable(),
  endsAt: z.number().nullable().optional().describe('When it ends by itself, once it is effective.'),
  endedAt: z.number().nullable(),
  detail: z.string().nullable(),
})
export type FaultRun = z.infer<typeof faultRun>

export const sandboxView = z.object({
  id: z.string(),
  labId: z.string(),
  labDigest: z.string().describe('Of the lab folder that it was made from.'),
  learnerId: z.string().nullable(),
  classroomId: z.string().nullable(),
  state: sandboxState,
  failure: z.string().nullable(),
  steps: z.array(step),
  createdAt: z.number(),
  readyAt: z.number().nullable(),
  claimedAt: z
    .number()
    .nullable()
    .default(null)
    .describe('When it got its owner. Later than `readyAt` for one that waited in the pool.'),
  endsAt: z.number().nullable().describe('Hard deadline, epoch ms.'),
  idleEndsAt: z.number().nullable(),
  extensionsLeft: z.number().int(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).describe('Without the secret ones.'),
  tasks: z.array(taskView),
  faultRuns: z.array(faultRun),
  terminals: z.array(z.string()),
  previews: z.array(z.object({ target: z.string(), title: z.string(), url: z.string() })),
  noops: noopsScore.nullable().default(null).describe('Over the latest verdict of each survive task.'),
  score: z.object({ earned: z.number(), max: z.number(), passed: z.boolean() }),
  lastSeq: z.number().int(),
})
export type SandboxView = z.infer<typeof sandboxView>
