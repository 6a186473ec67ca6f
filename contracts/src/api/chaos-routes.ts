import { z } from 'zod'
import { faultDescription } from '../chaos/fault-catalogue.ts'
import { topology } from '../chaos/topology.ts'
import { locale } from '../lab/text.ts'
import { attempt, faultRun } from '../sandbox/sandbox.ts'
import { verdict } from '../sandbox/verdict.ts'
import { route, list, sandboxPath } from './route.ts'

const faultOrder = z.strictObject({
  use: z.string().max(60).describe('Name in the registry: network.delay.'),
  target: z
    .string()
    .max(60)
    // It becomes a part of a path of the engine's API.
    .regex(/^([A-Za-z0-9][A-Za-z0-9_.-]*)?$/, 'a short service or container name: web')
    .default('')
    .describe('Short service or container name; empty for the whole sandbox.'),
  with: z.record(z.string(), z.unknown()).default({}).describe('Its parameters.'),
})

export const chaosRoutes = {
  listFaults: route({
    method: 'GET',
    path: '/api/faults',
    access: 'public',
    status: 200,
    response: list(faultDescription),
    summary: 'Every fault of the dojo with its parameters, target kind and rungs of fidelity.',
  }),
  runFault: route({
    method: 'POST',
    path: `${sandboxPath}/fault-runs`,
    access: 'owner',
    status: 202,
    body: faultOrder,
    response: faultRun,
    summary: 'Inject any fault of the registry now; it ends by itself.',
  }),
  liftFault: route({
    method: 'POST',
    path: `${sandboxPath}/fault-runs/:runId/lift`,
    access: 'owner',
    status: 200,
    response: faultRun,
    summary: 'End a fault before its time.',
  }),
  startExperiment: route({
    method: 'POST',
    path: `${sandboxPath}/experiments`,
    access: 'owner',
    status: 202,
    body: z.strictObject({
      faults: z.array(faultOrder).min(1).max(10),
      order: z.enum(['sequence', 'together']).default('sequence'),
      probe: z.string().max(60).optional().describe('Default: the probe of the lab’s SLO, or the only one.'),
      recoverWithinMs: z.number().int().min(100).max(300_000).default(10_000),
      holdMs: z.number().int().min(1000).max(120_000).default(10_000),
      horizonMs: z.number().int().min(1000).max(300_000).default(60_000),
    }),
    response: attempt,
    summary:
      'Run faults as an experiment: baseline, injection, recovery, hold, verdict. No task is judged by it.',
  }),
  listAttempts: route({
    method: 'GET',
    path: `${sandboxPath}/attempts`,
    access: 'owner',
    status: 200,
    response: list(attempt),
    summary: 'Every attempt and experiment of a sandbox, oldest first, to compare run by run.',
  }),
  judgeWindow: route({
    method: 'POST',
    path: `${sandboxPath}/judgements`,
    access: 'owner',
    status: 200,
    body: z.strictObject({
      from: z.number(),
      to: z.number(),
      probe: z.string().max(60).optional(),
      recoverWithinMs: z.number().int().min(100).max(600_000).default(60_000),
      holdMs: z.number().int().min(0).max(120_000).default(5000),
    }),
    response: verdict,
    summary:
      'What the log and the samples of a window of time prove about the faults that were injected in it.',
  }),
  readTopology: route({
    method: 'GET',
    path: `${sandboxPath}/topology`,
    access: 'owner',
    status: 200,
    response: topology,
    summary: 'Services, containers and their state now.',
  }),
  readReport: route({
    method: 'GET',
    path: `${sandboxPath}/attempts/:attemptId/report`,
    access: 'owner',
    status: 200,
    query: z.object({ format: z.enum(['html', 'markdown']).default('html'), locale: locale.default('en') }),
    responseTypes: ['text/html', 'text/markdown'],
    summary: 'The report of an attempt, to keep.',
  }),
  readBundle: route({
    method: 'GET',
    path: `${sandboxPath}/bundle`,
    access: 'owner',
    status: 200,
    responseType: 'application/x-ndjson',
    summary: 'The signed evidence of a sandbox; `dojo verify` checks it offline.',
  }),
  runInJudge: route({
    method: 'POST',
    path: `${sandboxPath}/judge/run`,
    access: 'grader',
    status: 200,
    body: z.strictObject({
      argv: z.array(z.string().max(32_768)).min(1).max(256),
      env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(32_768)).default({}),
      timeoutMs: z.number().int().min(100).max(600_000).default(60_000),
    }),
    response: z.object({
      exitCode: z.number().int().nullable().describe('null: it ran out of time'),
      stdout: z.string().describe('Last 64 KiB.'),
      stderr: z.string(),
    }),
    summary: 'Run a command in the judge, with the sandbox’s network and a read-only engine.',
  }),
}
