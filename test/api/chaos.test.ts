import type { FaultDescription, FaultRun, JournalEvent } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredAttempt } from '../../server/src/domain/ports/index.ts'
import { aLab } from '../../server/src/testing/a-lab.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
beforeEach(async () => {
  test = await TestApp.start()
  learner = await test.learner()
  await test.sandbox()
  test.fakes.faults.add('web')
})
afterEach(() => test.stop())

const base = '/api/sandboxes/sandbox001'
const as = (cookie: string) => ({
  get: (path: string) => test.http.get(`${base}/${path}`).set('cookie', cookie),
  post: (path: string, body: object = {}) =>
    test.http.post(`${base}/${path}`).set('cookie', cookie).send(body),
})
const pause = { use: 'container.pause', target: 'web', with: { for: '20s' } }
const events = () => test.fakes.events.list('sandbox001', 0, 100)
const touches = async () =>
  (await events()).filter(({ kind }) => kind === 'touch.ui').map(({ actor, data }) => ({ actor, ...data }))
const anAttempt = (over: Partial<StoredAttempt> = {}): StoredAttempt => ({
  ...{ id: 'a1', sandboxId: 'sandbox001', taskId: 't', phase: 'baseline', startedAt: 1, endedAt: null },
  ...{ commit: 'c', injection: 0, verdict: null, seed: 's', arm: 'fault', ablation: null },
  ...over,
})
const withLab = (spec: Record<string, unknown>) => {
  test.fakes.labs.labs[0] = aLab({ id: 'first-steps', spec })
}

describe('another learner’s chaos console', () => {
  it.each([
    ['post', 'fault-runs', pause],
    ['post', 'fault-runs/x/lift', {}],
    ['get', 'topology', {}],
    ['get', 'bundle', {}],
    ['get', 'attempts/x/report', {}],
  ] as const)('is not found: %s %s', async (method, path, body) => {
    const stranger = await test.learner({ id: 'learner2', nickname: 'Aoi' })
    const answer = await as(stranger)[method](path, body)
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 'SANDBOX_NOT_FOUND' })
    expect(await events()).toEqual([])
  })
})

describe('GET /api/faults', () => {
  it('describes every fault with parameters, target and rungs', async () => {
    const { items } = (await test.http.get('/api/faults')).body as { items: FaultDescription[] }
    const crash = items.find(({ name }) => name === 'container.crash')
    expect(crash).toMatchObject({ category: 'process', targetKind: 'container', ends: 'nothing' })
    expect(items.every(({ rungs, params }) => rungs.length > 0 && params['type'] === 'object')).toBe(true)
  })
})

describe('POST …/fault-runs', () => {
  it('gives the run at once and tells the touch', async () => {
    const answer = await as(learner).post('fault-runs', pause)
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({
      fault: 'container.pause',
      target: 'web',
      labFault: '',
      state: 'planned',
    })
    expect(await touches()).toEqual([
      { actor: 'learner', action: 'fault.inject', object: 'container.pause web' },
    ])
  })

  it.each([
    [{ use: 'no.such' }, 404, 'FAULT_NOT_FOUND', /container\.crash/],
    [{ use: 'container.pause', target: 'web', with: { for: 'soon' } }, 422, 'FAULT_INVALID', /with\.for/],
    [{ use: 'container.pause', target: 'web', with: { fro: '5s' } }, 422, 'FAULT_INVALID', /fro/],
    [
      { use: 'container.pause', target: 'web', with: { for: '11m' } },
      422,
      'FAULT_INVALID',
      /with\.for.*10 minutes/,
    ],
    [{ use: 'container.pause' }, 422, 'FAULT_INVALID', /target/],
    [{ use: 'container.pause', target: 'db' }, 409, 'FAULT_TARGET_GONE', /db/],
    [{ use: 'container.pause', target: '../../images' }, 400, 'BAD_REQUEST', /target/],
    [
      { use: 'release.bad', target: 'web', with: { image: 'evil:1' } },
      422,
      'FAULT_INVALID',
      /with\.image.*catalogue/,
    ],
    [{ use: 'container.pause', target: 'web', extra: 1 }, 400, 'BAD_REQUEST', /extra/],
  ])('refuses %j', async (order, status, code, message) => {
    const answer = await as(learner).post('fault-runs', order)
    expect(answer.body).toMatchObject({ code, message: expect.stringMatching(message) as string })
    expect(answer.status).toBe(status)
    expect(await test.fakes.ledger.listOfSandbox('sandbox001')).toEqual([])
  })

  it('refuses while an attempt runs', async () => {
    await test.fakes.attempts.insert(anAttempt())
    const answer = await as(learner).post('fault-runs', pause)
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'ATTEMPT_RUNNING' }])
  })

  it('refuses a learner where the lab has no console, and lets an instructor', async () => {
    withLab({ console: false })
    const refused = await as(learner).post('fault-runs', pause)
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'FORBIDDEN' }])
    expect((await as(test.instructor).post('fault-runs', pause)).status).toBe(202)
  })

  it('takes images of the lab’s catalogue for a release', async () => {
    withLab({ images: ['shop-web:1.0', 'shop-web:2.0'] })
    test.fakes.faults.servicesByName.set('web', { image: 'shop-web:1.0', version: 1, updateState: null })
    const order = { use: 'release.bad', target: 'web', with: { image: 'shop-web:2.0' } }
    expect((await as(learner).post('fault-runs', order)).status).toBe(202)
  })
})

describe('POST …/fault-runs/:runId/lift', () => {
  const start = async (): Promise<FaultRun> => {
    const run = (await as(learner).post('fault-runs', pause)).body as FaultRun
    await test.fakes.clock.advance(4_000)
    expect(test.fakes.faults.containers[0]?.isPaused).toBe(true)
    return run
  }

  it('ends the fault now, once, and tells the touch', async () => {
    const run = await start()
    const lifted = await as(learner).post(`fault-runs/${run.id}/lift`)
    expect([lifted.status, lifted.body]).toMatchObject([200, { id: run.id, state: 'reverted' }])
    expect(test.fakes.faults.containers[0]?.isPaused).toBe(false)
    const again = await as(learner).post(`fault-runs/${run.id}/lift`)
    expect(again.body).toEqual(lifted.body)
    await test.fakes.clock.advance(60_000)
    const ends = (await events()).filter(({ kind }: JournalEvent) => kind === 'fault.reverted')
    expect(ends).toHaveLength(1)
    expect((await touches()).map((touch) => [touch.actor, (touch as { action?: unknown }).action])).toEqual([
      ['learner', 'fault.inject'],
      ['learner', 'fault.lift'],
    ])
  })

  it('does not know a run that never was, nor one of another sandbox', async () => {
    const run = await start()
    await test.sandbox({ id: 'sandbox002' })
    const path = (id: string) => `/api/sandboxes/sandbox002/fault-runs/${id}/lift`
    const foreign = await test.http.post(path(run.id)).set('cookie', learner).send({})
    const unknown = await test.http.post(path('none')).set('cookie', learner).send({})
    expect([foreign.status, foreign.text]).toEqual([unknown.status, unknown.text])
    expect(foreign.body).toMatchObject({ code: 'FAULT_NOT_FOUND' })
    expect(test.fakes.faults.containers[0]?.isPaused).toBe(true)
  })

  it('leaves the fault of an attempt alone', async () => {
    const run = await start()
    const entry = await test.fakes.ledger.find(run.id)
    if (entry) await test.fakes.ledger.save({ ...entry, attemptId: 'a1' })
    const answer = await as(learner).post(`fault-runs/${run.id}/lift`)
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'ATTEMPT_RUNNING' }])
    expect(test.fakes.faults.containers[0]?.isPaused).toBe(true)
  })
})

describe('GET …/topology', () => {
  const observed = (name: string, env: string[]) => ({
    env,
    node: {
      ...{ name, kind: 'service' as const, image: 'shop-web:1.0', desired: 2, running: 2, updateState: null },
      ...{ ports: [8080], tasks: [] },
    },
  })

  it('gives nodes and links, and no value of a setting', async () => {
    const env = ['API_URL=http://user:hunter2@api:8081', 'SECRET=hunter2']
    test.fakes.topology.nodes.set('sandbox001', [observed('web', env), observed('api', [])])
    const answer = await as(learner).get('topology')
    expect(answer.body).toMatchObject({
      at: test.fakes.clock.now(),
      nodes: [{ name: 'web', running: 2 }, { name: 'api' }],
      links: [{ from: 'web', to: 'api', by: 'API_URL' }],
    })
    expect(answer.text).not.toContain('hunter2')
  })

  it('says when the engine is away', async () => {
    test.fakes.topology.isAway = true
    const answer = await as(learner).get('topology')
    expect([answer.status, answer.body]).toMatchObject([503, { code: 'ENGINE_AWAY' }])
  })
})
