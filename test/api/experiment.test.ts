import type { Attempt, Verdict } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredAttempt } from '../../server/src/domain/ports/index.ts'
import { aLab } from '../../server/src/testing/a-lab.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
const survive = {
  id: 'survive',
  mode: 'survive',
  title: { en: 'S' },
  fault: { use: 'crash' },
  controls: { placebo: '4s' },
}
const spec = {
  probes: { web: { http: 'http://web:8080/health' } },
  faults: { crash: { use: 'container.crash', target: 'web' } },
  tasks: [survive],
}
beforeEach(async () => {
  test = await TestApp.start()
  test.fakes.labs.labs[0] = aLab({ id: 'first-steps', spec })
  learner = await test.learner()
  await test.sandbox()
})
afterEach(() => test.stop())

const base = '/api/sandboxes/sandbox001'
const as = (cookie: string) => ({
  get: (path: string, _body?: object) => test.http.get(`${base}/${path}`).set('cookie', cookie),
  post: (path: string, body?: object) => test.http.post(`${base}/${path}`).set('cookie', cookie).send(body),
})
const experiment = { faults: [{ use: 'container.crash', target: 'web' }] }
const anAttempt = (over: Partial<StoredAttempt> = {}): StoredAttempt => ({
  ...{ id: 'a1', sandboxId: 'sandbox001', taskId: 'survive', phase: 'done', startedAt: 1, endedAt: 2 },
  ...{ commit: 'c', injection: 0, verdict: null, seed: 'sealed-seed', arm: 'fault', ablation: null },
  ...over,
})

describe('another learner’s experiments', () => {
  it.each([
    ['post', 'experiments', experiment],
    ['post', 'judgements', { from: 1, to: 2 }],
    ['get', 'attempts', undefined],
    ['post', 'tasks/survive/attempts', { arm: 'placebo' }],
  ] as const)('are not found: %s %s', async (method, path, body) => {
    const stranger = await test.learner({ id: 'learner2', nickname: 'Aoi' })
    const answer = await as(stranger)[method](path, body)
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 'SANDBOX_NOT_FOUND' })
    expect(test.fakes.attempts.rows.size).toBe(0)
    const nobody = await test.http[method](`${base}/${path}`).send(body)
    expect(nobody.status).toBe(401)
  })
})

describe('POST …/tasks/:taskId/attempts', () => {
  it('starts the real run without a body, and another arm with one', async () => {
    const real = await as(learner).post('tasks/survive/attempts')
    expect(real.status).toBe(202)
    expect(real.body).toMatchObject({ taskId: 'survive', arm: 'fault', ablation: null, phase: 'planned' })
    expect(real.text).not.toContain('"seed"')
    const [row] = test.fakes.attempts.rows.values()
    if (row) await test.fakes.attempts.save({ ...row, phase: 'done' })
    const placebo = await as(learner).post('tasks/survive/attempts', { arm: 'placebo' })
    expect(placebo.body).toMatchObject({ arm: 'placebo' })
  })

  it('refuses arms that are none or that the task does not have', async () => {
    const start = (body: object) => as(learner).post('tasks/survive/attempts', body)
    expect((await start({ arm: 'luck' })).status).toBe(400)
    expect((await start({ arm: 'fault', more: 1 })).status).toBe(400)
    expect((await start({ arm: 'ablation', ablation: 'none' })).body).toMatchObject({ code: 'BAD_REQUEST' })
    expect(test.fakes.attempts.rows.size).toBe(0)
  })
})

describe('POST …/experiments', () => {
  it('starts one that belongs to no task', async () => {
    const answer = await as(learner).post('experiments', experiment)
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ taskId: 'experiment', phase: 'planned', verdict: null })
    expect(answer.text).not.toContain('"seed"')
    expect((await as(learner).post('experiments', experiment)).body).toMatchObject({
      code: 'ATTEMPT_RUNNING',
    })
  })

  it.each([
    ['no fault', { faults: [] }, 400, 'BAD_REQUEST'],
    ['an unknown one', { faults: [{ use: 'no.such', target: 'web' }] }, 404, 'FAULT_NOT_FOUND'],
    ['a fault without a target', { faults: [{ use: 'container.crash' }] }, 422, 'FAULT_INVALID'],
    ['a horizon of hours', { ...experiment, horizonMs: 9e9 }, 400, 'BAD_REQUEST'],
    ['an unknown probe', { ...experiment, probe: 'none' }, 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await as(learner).post('experiments', body)
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code])
    expect(test.fakes.attempts.rows.size).toBe(0)
  })
})

describe('GET …/attempts', () => {
  it('gives every attempt and experiment of this sandbox, oldest first, without their seeds', async () => {
    await test.fakes.attempts.insert(anAttempt({ id: 'later', startedAt: 9, taskId: 'experiment' }))
    await test.fakes.attempts.insert(anAttempt({ id: 'early', arm: 'placebo' }))
    await test.fakes.attempts.insert(anAttempt({ id: 'other', sandboxId: 'sandbox009' }))
    const answer = await as(learner).get('attempts')
    const { items } = answer.body as { items: Attempt[] }
    expect(items.map(({ id, arm }) => [id, arm])).toEqual([
      ['early', 'placebo'],
      ['later', 'fault'],
    ])
    expect(answer.text).not.toContain('sealed-seed')
  })
})

describe('POST …/judgements', () => {
  it('is inconclusive for a window without a fault', async () => {
    const now = test.fakes.clock.now()
    const asked = as(learner).post('judgements', { from: now - 10_000, to: now - 5_000 })
    const answered = asked.then((answer) => answer)
    // The log is waited for until it holds every touch.
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await test.fakes.clock.advance(1_000)
    }
    const { status, body } = await answered
    expect(status).toBe(200)
    expect(body as Verdict).toMatchObject({
      ...{ outcome: 'inconclusive', reason: 'fault-not-effective', taskId: 'experiment', injections: [] },
    })
  })

  it.each([
    ['a window that is none', { from: 5, to: 4 }],
    ['one that is longer than samples are kept', { from: 0, to: 9e12 }],
    ['no window', {}],
  ])('refuses %s', async (_, body) => {
    expect((await as(learner).post('judgements', body)).body).toMatchObject({ code: 'BAD_REQUEST' })
  })
})
