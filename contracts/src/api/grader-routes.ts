import { z } from 'zod'
import { sandboxView } from '../sandbox/sandbox.ts'
import { route, sandboxPath } from './route.ts'

export const graderRoutes = {
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
