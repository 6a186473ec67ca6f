import { z } from 'zod'
import { attemptArms } from '../sandbox/verdict.ts'
import { attempt, faultRun, taskView } from '../sandbox/sandbox.ts'
import { localizedText } from '../lab/text.ts'
import { route, sandboxPath, taskPath } from './route.ts'

export const taskRoutes = {
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
    body: z.strictObject({
      arm: z.enum(attemptArms).default('fault'),
      ablation: z.string().max(60).optional().describe('Arm ablation: which mechanism is removed.'),
    }),
    response: attempt,
    summary: 'Start an attempt at a survive or alert task: the fault comes at a sealed moment; hands off.',
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
