import { z } from 'zod'
import { classroom, joinCode, nickname, session } from './classroom.ts'
import { journalEvent } from './journal.ts'
import { labDetail, labSummary } from './lab-view.ts'
import { boardRow } from './live.ts'
import { probeSample } from './probe-sample.ts'
import { attempt, faultRun, sandboxView, taskView } from './sandbox.ts'
import { locale, localizedText } from './text.ts'

/** Who may call a route. `owner`: the learner of the sandbox, an instructor, or a grader. */
export type Access = 'public' | 'learner' | 'instructor' | 'grader' | 'owner'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly status: 200 | 201 | 202 | 204
  readonly body?: z.ZodType
  readonly query?: z.ZodObject
  readonly response?: z.ZodType
  /** A body or answer that is not JSON. */
  readonly bodyType?: string
  readonly responseType?: string
}

const route = <R extends Route>(definition: R): R => definition
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })
const sandboxPath = '/api/sandboxes/:sandboxId'
const taskPath = `${sandboxPath}/tasks/:taskId`

const sessionRoutes = {
  readSession: route({
    method: 'GET',
    path: '/api/session',
    access: 'public',
    status: 200,
    response: session,
    summary: 'Who the caller is.',
  }),
  joinClassroom: route({
    method: 'POST',
    path: '/api/session/join',
    access: 'public',
    status: 201,
    response: session,
    body: z.strictObject({ code: joinCode, nickname, locale: locale.default('en') }),
    summary:
      'Join a class with its code; sets the session cookie. The same nickname in the same browser session stays the same learner.',
  }),
  openInstructorSession: route({
    method: 'POST',
    path: '/api/session/instructor',
    access: 'public',
    status: 201,
    response: session,
    body: z.strictObject({ key: z.string().min(1).max(200) }),
    summary: 'Sign in with the instructor key.',
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/session',
    access: 'public',
    status: 204,
    summary: 'Forget the session.',
  }),
}

const labRoutes = {
  listLabs: route({
    method: 'GET',
    path: '/api/labs',
    access: 'public',
    status: 200,
    response: list(labSummary),
    summary: 'The catalogue.',
  }),
  readLab: route({
    method: 'GET',
    path: '/api/labs/:labId',
    access: 'public',
    status: 200,
    response: labDetail,
    summary: 'One lab with its text and tasks.',
  }),
}

const sandboxRoutes = {
  startSandbox: route({
    method: 'POST',
    path: '/api/sandboxes',
    access: 'learner',
    status: 202,
    response: sandboxView,
    body: z.strictObject({
      labId: z.string(),
      seed: z
        .string()
        .max(64)
        .optional()
        .describe('Graders only: makes parameters and sealed moments repeatable.'),
      cold: z.boolean().optional().describe('Graders only: do not take a warm sandbox.'),
    }),
    summary: 'Ask for a sandbox; a learner’s live sandbox of the same lab is given back.',
  }),
  listSandboxes: route({
    method: 'GET',
    path: '/api/sandboxes',
    access: 'learner',
    status: 200,
    response: list(sandboxView),
    summary: 'The caller’s own sandboxes, newest first (instructors and graders: all live ones).',
  }),
  readSandbox: route({
    method: 'GET',
    path: sandboxPath,
    access: 'owner',
    status: 200,
    response: sandboxView,
    summary: 'One sandbox.',
  }),
  endSandbox: route({
    method: 'DELETE',
    path: sandboxPath,
    access: 'owner',
    status: 202,
    response: sandboxView,
    summary: 'End a sandbox and remove all it made.',
  }),
  extendSandbox: route({
    method: 'POST',
    path: `${sandboxPath}/extend`,
    access: 'owner',
    status: 200,
    response: sandboxView,
    summary: 'Add the lab’s extension to the deadline.',
  }),
  listEvents: route({
    method: 'GET',
    path: `${sandboxPath}/events`,
    access: 'owner',
    status: 200,
    response: list(journalEvent),
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    summary: 'The event log from a sequence number on.',
  }),
  listSamples: route({
    method: 'GET',
    path: `${sandboxPath}/probes/:probe/samples`,
    access: 'owner',
    status: 200,
    response: list(probeSample),
    query: z.object({ from: z.coerce.number(), to: z.coerce.number() }),
    summary: 'Probe samples of a time window (ten minutes are kept).',
  }),
  takeTicket: route({
    method: 'POST',
    path: `${sandboxPath}/tickets`,
    access: 'owner',
    status: 201,
    body: z.discriminatedUnion('purpose', [
      z.strictObject({
        purpose: z.literal('terminal'),
        terminal: z.string().regex(/^[a-z][a-z0-9-]{0,20}$/),
      }),
      z.strictObject({ purpose: z.literal('live') }),
    ]),
    response: z.object({
      ticket: z.string(),
      url: z.string().describe('Path to open as WebSocket.'),
      expiresAt: z.number(),
    }),
    summary: 'A single-use ticket for a WebSocket (30 s).',
  }),
  readRecording: route({
    method: 'GET',
    path: `${sandboxPath}/terminals/:terminal/recording`,
    access: 'owner',
    status: 200,
    responseType: 'application/x-asciicast',
    summary: 'The terminal’s output as asciicast v3.',
  }),
  exportSandbox: route({
    method: 'GET',
    path: `${sandboxPath}/export`,
    access: 'owner',
    status: 200,
    responseType: 'application/json',
    summary: 'Events, attempts and verdicts of a sandbox as one file.',
  }),
}

const taskRoutes = {
  checkTask: route({
    method: 'POST',
    path: `${taskPath}/check`,
    access: 'owner',
    status: 200,
    response: taskView,
    summary: 'Run a task’s check now.',
  }),
  answerTask: route({
    method: 'POST',
    path: `${taskPath}/answer`,
    access: 'owner',
    status: 200,
    response: taskView,
    body: z.strictObject({
      answers: z.array(z.string()).max(20).describe('English texts of the picked choices.'),
    }),
    summary: 'Answer a quiz.',
  }),
  openHint: route({
    method: 'POST',
    path: `${taskPath}/hints/:index`,
    access: 'owner',
    status: 200,
    response: z.object({ hint: localizedText, task: taskView }),
    summary: 'Open a hint; its cost is subtracted once.',
  }),
  startAttempt: route({
    method: 'POST',
    path: `${taskPath}/attempts`,
    access: 'owner',
    status: 202,
    response: attempt,
    summary: 'Start a survive attempt: the fault comes at a sealed moment; hands off.',
  }),
  readAttempt: route({
    method: 'GET',
    path: `${sandboxPath}/attempts/:attemptId`,
    access: 'owner',
    status: 200,
    response: attempt,
    summary: 'One attempt with its verdict.',
  }),
  injectFault: route({
    method: 'POST',
    path: `${sandboxPath}/faults/:faultId/inject`,
    access: 'owner',
    status: 202,
    response: faultRun,
    summary: 'Inject one of the lab’s faults now.',
  }),
}

const classroomRoutes = {
  listClassrooms: route({
    method: 'GET',
    path: '/api/classrooms',
    access: 'instructor',
    status: 200,
    response: list(classroom),
    summary: 'All classes.',
  }),
  createClassroom: route({
    method: 'POST',
    path: '/api/classrooms',
    access: 'instructor',
    status: 201,
    response: classroom,
    body: z.strictObject({ name: z.string().trim().min(1).max(80) }),
    summary: 'Create a class; the answer has its join code.',
  }),
  closeClassroom: route({
    method: 'DELETE',
    path: '/api/classrooms/:classroomId',
    access: 'instructor',
    status: 200,
    response: classroom,
    summary: 'Close a class; nobody can join any more.',
  }),
  readBoard: route({
    method: 'GET',
    path: '/api/classrooms/:classroomId/board',
    access: 'instructor',
    status: 200,
    response: list(boardRow),
    summary: 'Who is on which task.',
  }),
  takeRoomTicket: route({
    method: 'POST',
    path: '/api/classrooms/:classroomId/tickets',
    access: 'instructor',
    status: 201,
    response: z.object({ ticket: z.string(), url: z.string(), expiresAt: z.number() }),
    summary: 'A ticket for the live board.',
  }),
}

const graderRoutes = {
  uploadSubmission: route({
    method: 'PUT',
    path: `${sandboxPath}/submission`,
    access: 'grader',
    status: 204,
    bodyType: 'application/x-tar',
    summary: 'Put files into the workstation (~/submission). Names with .., links and devices are refused.',
  }),
  runSubmission: route({
    method: 'POST',
    path: `${sandboxPath}/submission/run`,
    access: 'grader',
    status: 200,
    body: z.strictObject({
      script: z.string().max(200),
      timeoutMs: z.number().int().min(1000).max(1_800_000),
    }),
    response: z.object({
      exitCode: z.number().int().nullable().describe('null: it ran out of time'),
      output: z.string().describe('Last 64 KiB.'),
    }),
    summary: 'Run a script of the submission as the learner.',
  }),
  evaluate: route({
    method: 'POST',
    path: `${sandboxPath}/evaluate`,
    access: 'grader',
    status: 200,
    response: sandboxView,
    summary: 'Run every open check once, now, and give the result.',
  }),
}

const platformRoutes = {
  readHealth: route({
    method: 'GET',
    path: '/healthz',
    access: 'public',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
    summary: 'The process is alive.',
  }),
  readReadiness: route({
    method: 'GET',
    path: '/readyz',
    access: 'public',
    status: 200,
    response: z.object({
      ready: z.boolean(),
      parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string() })),
    }),
    summary: 'Database, engine, guard, gateway, labs: 200 when all can work, else 503.',
  }),
  readMetrics: route({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    status: 200,
    responseType: 'text/plain',
    summary: 'Prometheus metrics (loopback callers only).',
  }),
  readOpenApi: route({
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    status: 200,
    responseType: 'application/json',
    summary: 'This document.',
  }),
}

/** Every HTTP route of the server. Controllers, OpenAPI and the typed clients are all made from this table. */
export const routes = {
  ...sessionRoutes,
  ...labRoutes,
  ...sandboxRoutes,
  ...taskRoutes,
  ...classroomRoutes,
  ...graderRoutes,
  ...platformRoutes,
}
export type Routes = typeof routes
export type RouteName = keyof Routes

export type BodyOf<N extends RouteName> = Routes[N] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined
export type QueryOf<N extends RouteName> = Routes[N] extends { query: infer Q extends z.ZodType }
  ? z.input<Q>
  : undefined
export type ResponseOf<N extends RouteName> = Routes[N] extends { response: infer R extends z.ZodType }
  ? z.output<R>
  : undefined
