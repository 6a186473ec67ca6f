import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aLab } from '../../server/src/testing/a-lab.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
const check = { run: 'checks/running.sh' }
const spec = {
  images: ['shop-web:1.0'],
  probes: { web: { http: 'http://web:8080/health' } },
  faults: {
    crash: { use: 'container.crash', target: 'web' },
    hidden: { use: 'container.crash', target: 'web', button: false },
  },
  tasks: [
    {
      id: 'running',
      mode: 'once',
      title: { en: 'It runs' },
      points: 60,
      check,
      hints: [{ en: 'Try docker run', cost: 5 }],
    },
    { id: 'later', mode: 'once', title: { en: 'Later' }, points: 20, needs: ['running'], check },
    {
      id: 'why',
      mode: 'quiz',
      title: { en: 'Why' },
      points: 20,
      quiz: { ask: { en: 'Why?' }, answer: [{ en: 'Yes' }], distractors: [{ en: 'No' }] },
    },
  ],
}
beforeEach(async () => {
  test = await TestApp.start()
  test.fakes.labs.labs.unshift(aLab({ id: 'tasks', spec }))
  learner = await test.learner()
  await test.sandbox({ labId: 'tasks' })
})
afterEach(() => test.stop())

const post = (path: string, body?: object) =>
  test.http.post(`/api/sandboxes/sandbox001/${path}`).set('cookie', learner).send(body)

describe('POST …/tasks/:taskId/check', () => {
  it('runs the check and gives the task', async () => {
    const answer = await post('tasks/running/check')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id: 'running', state: 'met', earned: 60 })
  })

  it('knows its errors: no such task, a locked one, one without a check, a sandbox that is not ready', async () => {
    expect((await post('tasks/none/check')).body).toMatchObject({ code: 'TASK_NOT_FOUND' })
    expect((await post('tasks/later/check')).body).toMatchObject({ code: 'TASK_LOCKED' })
    expect((await post('tasks/why/check')).body).toMatchObject({ code: 'TASK_WRONG_MODE' })
    await test.fakes.sandboxes.change('sandbox001', 'any', { state: 'provisioning' })
    expect((await post('tasks/running/check')).body).toMatchObject({ code: 'SANDBOX_NOT_READY' })
  })
})

describe('POST …/tasks/:taskId/answer', () => {
  it('takes the right answer, and not the wrong one', async () => {
    expect((await post('tasks/why/answer', { answers: ['No'] })).body).toMatchObject({ state: 'unmet' })
    expect((await post('tasks/why/answer', { answers: ['Yes'] })).body).toMatchObject({
      state: 'met',
      earned: 20,
    })
  })

  it('refuses answers that are no choice, no list, or not for a quiz', async () => {
    expect((await post('tasks/why/answer', { answers: ['Perhaps'] })).status).toBe(400)
    expect((await post('tasks/why/answer', { answers: 'Yes' })).status).toBe(400)
    expect((await post('tasks/why/answer', {})).status).toBe(400)
    expect((await post('tasks/running/answer', { answers: [] })).body).toMatchObject({
      code: 'TASK_WRONG_MODE',
    })
  })
})

describe('POST …/tasks/:taskId/hints/:index', () => {
  it('opens a hint; its cost counts once', async () => {
    const answer = await post('tasks/running/hints/0')
    expect(answer.body).toMatchObject({ hint: { en: 'Try docker run' }, task: { hintsOpened: 1 } })
    await post('tasks/running/hints/0')
    expect((await post('tasks/running/check')).body).toMatchObject({ earned: 55, hintsOpened: 1 })
  })

  it.each(['1', '-1', 'x', '1.5', '0x0', '99999'])('has no hint %s', async (index) => {
    expect((await post(`tasks/running/hints/${index}`)).body).toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('attempts', () => {
  it('are for survive tasks only', async () => {
    expect((await post('tasks/running/attempts')).body).toMatchObject({ code: 'TASK_WRONG_MODE' })
    expect((await post('tasks/none/attempts')).body).toMatchObject({ code: 'TASK_NOT_FOUND' })
  })

  it('are found in their own sandbox only, and never with their seed', async () => {
    await test.sandbox({ id: 'sandbox002', learnerId: 'learner1' })
    const attempt = {
      id: 'attempt1',
      sandboxId: 'sandbox001',
      taskId: 'x',
      phase: 'done' as const,
      startedAt: 1,
      endedAt: 2,
      commit: 'c',
      injection: 0,
      arm: 'fault' as const,
      ablation: null,
      verdict: null,
      seed: 'sealed-seed',
    }
    await test.fakes.attempts.insert(attempt)
    const read = (sandbox: string, id: string) =>
      test.http.get(`/api/sandboxes/${sandbox}/attempts/${id}`).set('cookie', learner)
    const found = await read('sandbox001', 'attempt1')
    expect(found.body).toMatchObject({ id: 'attempt1', phase: 'done' })
    expect(found.text).not.toContain('sealed-seed')
    const foreign = await read('sandbox002', 'attempt1')
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe((await read('sandbox001', 'none')).text)
  })
})

describe('POST …/faults/:faultId/inject', () => {
  it('knows only the faults of the lab that have a button', async () => {
    expect((await post('faults/none/inject')).body).toMatchObject({ code: 'FAULT_NOT_FOUND' })
    expect((await post('faults/hidden/inject')).body).toMatchObject({ code: 'FAULT_NOT_FOUND' })
  })

  it('does not disturb an attempt that is under way', async () => {
    await test.fakes.attempts.insert({
      id: 'a',
      sandboxId: 'sandbox001',
      taskId: 'x',
      phase: 'waiting',
      startedAt: test.fakes.clock.now(),
      endedAt: null,
      commit: 'c',
      injection: 0,
      arm: 'fault' as const,
      ablation: null,
      verdict: null,
      seed: 's',
    })
    expect((await post('faults/crash/inject')).body).toMatchObject({ code: 'ATTEMPT_RUNNING' })
  })
})
