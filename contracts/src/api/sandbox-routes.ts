import { z } from 'zod'
import { journalEvent } from '../sandbox/journal.ts'
import { probeSample } from '../sandbox/probe-sample.ts'
import { sandboxView } from '../sandbox/sandbox.ts'
import { terminalName } from '../terminal.ts'
import { route, list, sandboxPath } from './route.ts'

export const sandboxRoutes = {
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
    summary: 'Probe samples of a time window: of the last ten minutes, and of every attempt.',
  }),
  takeTicket: route({
    method: 'POST',
    path: `${sandboxPath}/tickets`,
    access: 'owner',
    status: 201,
    body: z.discriminatedUnion('purpose', [
      z.strictObject({
        purpose: z.literal('terminal'),
        terminal: terminalName,
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
