import type { SandboxView } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
beforeEach(async () => {
  test = await TestApp.start()
  learner = await test.learner()
})
afterEach(() => test.stop())

const start = (body: object, cookie = learner) =>
  test.http.post('/api/sandboxes').set('cookie', cookie).send(body)
const grade = (body: object) => test.http.post('/api/sandboxes').set('authorization', test.grader).send(body)
const itemsOf = (answer: { body: unknown }) =>
  (answer.body as { items: SandboxView[] }).items.map(({ id }) => id)

describe('POST /api/sandboxes', () => {
  it('answers 202 at once, with the steps to come and without the seed', async () => {
    const answer = await start({ labId: 'first-steps' })
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({
      labId: 'first-steps',
      state: 'requested',
      learnerId: 'learner1',
      classroomId: 'class1',
    })
    expect(Object.keys(answer.body as object)).not.toContain('seed')
  })

  it('gives a learner’s live sandbox of the same lab back', async () => {
    const first = (await start({ labId: 'first-steps' })).body as SandboxView
    expect((await start({ labId: 'first-steps' })).body).toMatchObject({ id: first.id })
  })

  it('knows no lab of another name', async () => {
    const answer = await start({ labId: 'none' })
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 'LAB_NOT_FOUND' })
  })

  it('wants a lab, and no field that it does not know', async () => {
    expect((await start({})).status).toBe(400)
    expect((await start({ labId: 7 })).status).toBe(400)
    expect((await start({ labId: 'first-steps', learnerId: 'learner2' })).status).toBe(400)
  })

  it('takes seed and cold from graders only', async () => {
    expect((await start({ labId: 'first-steps', seed: '1' })).body).toMatchObject({ code: 'FORBIDDEN' })
    expect((await start({ labId: 'first-steps', cold: true }, test.instructor)).body).toMatchObject({
      code: 'FORBIDDEN',
    })
    expect((await grade({ labId: 'first-steps', seed: '1', cold: true })).status).toBe(202)
  })

  it('says when the host is full, without losing anybody’s sandbox', async () => {
    for (let n = 0; n < 5; n += 1)
      expect((await grade({ labId: 'first-steps', seed: `${n}` })).status).toBe(202)
    const answer = await start({ labId: 'first-steps' })
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({ code: 'HOST_FULL' })
    expect((await test.fakes.sandboxes.listLive()).length).toBe(5)
  })

  it('says how many sandboxes a learner may have', async () => {
    test.fakes.labs.labs.push({ ...test.fakes.labs.labs[0]!, id: 'third-steps' })
    await start({ labId: 'first-steps' })
    await start({ labId: 'second-steps' })
    const answer = await start({ labId: 'third-steps' })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'SANDBOX_LIMIT' })
  })
})

describe('GET /api/sandboxes', () => {
  it('lists a learner’s own only, and all live ones for instructors and graders', async () => {
    await test.learner({ id: 'learner2' })
    await test.sandbox({ id: 'sandboxown' })
    await test.sandbox({ id: 'sandboxoth', learnerId: 'learner2' })
    expect(itemsOf(await test.http.get('/api/sandboxes').set('cookie', learner))).toEqual(['sandboxown'])
    const all = ['sandboxoth', 'sandboxown']
    expect(itemsOf(await test.http.get('/api/sandboxes').set('cookie', test.instructor)).sort()).toEqual(all)
    expect(itemsOf(await test.http.get('/api/sandboxes').set('authorization', test.grader)).sort()).toEqual(
      all,
    )
  })
})

describe('GET /api/sandboxes/:id', () => {
  it('shows the sandbox without its seed', async () => {
    await test.sandbox({ seed: 'sealed-seed' })
    const answer = await test.http.get('/api/sandboxes/sandbox001').set('cookie', learner)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id: 'sandbox001', state: 'ready', score: { earned: 0 } })
    expect(answer.text).not.toContain('sealed-seed')
    expect(answer.headers['cache-control']).toBe('no-store')
  })
})

describe('DELETE /api/sandboxes/:id', () => {
  it('begins the end at once, and says so in the log with who asked', async () => {
    await test.sandbox()
    const answer = await test.http.delete('/api/sandboxes/sandbox001').set('cookie', learner)
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ state: 'terminating' })
    const [event] = await test.fakes.events.list('sandbox001', 0, 10)
    expect(event).toMatchObject({ kind: 'sandbox.state', actor: 'learner', data: { state: 'terminating' } })
  })

  it('is the same when it is asked twice', async () => {
    await test.sandbox()
    await test.http.delete('/api/sandboxes/sandbox001').set('cookie', learner)
    expect((await test.http.delete('/api/sandboxes/sandbox001').set('cookie', learner)).status).toBe(202)
  })
})

describe('POST /api/sandboxes/:id/extend', () => {
  const extend = () => test.http.post('/api/sandboxes/sandbox001/extend').set('cookie', learner)

  it('moves the deadline until the extensions are used up', async () => {
    const sandbox = await test.sandbox()
    const first = await extend()
    expect(first.status).toBe(200)
    expect((first.body as SandboxView).endsAt).toBeGreaterThan(sandbox.endsAt as number)
    let answer = first
    for (let n = 0; n < 10 && answer.status === 200; n += 1) answer = await extend()
    expect(answer.body).toMatchObject({ code: 'EXTENSION_LIMIT' })
  })

  it('does not bring an ended sandbox back', async () => {
    await test.sandbox({ state: 'gone', goneAt: 1 })
    expect((await extend()).status).toBe(409)
  })
})

describe('POST /api/sandboxes/:id/tickets', () => {
  const take = (body: object) =>
    test.http.post('/api/sandboxes/sandbox001/tickets').set('cookie', learner).send(body)

  it('gives a ticket for one terminal of this sandbox, good once and for thirty seconds', async () => {
    await test.sandbox()
    const answer = await take({ purpose: 'terminal', terminal: 'main' })
    expect(answer.status).toBe(201)
    const { ticket, url, expiresAt } = answer.body as { ticket: string; url: string; expiresAt: number }
    expect(url).toBe(`/ws/terminal?ticket=${ticket}`)
    expect(expiresAt).toBe(test.fakes.clock.now() + 30_000)
    const redeemed = await test.fakes.tickets.redeem(ticket, test.fakes.clock.now())
    expect(redeemed).toMatchObject({
      purpose: 'terminal',
      sandboxId: 'sandbox001',
      terminal: 'main',
      learnerId: 'learner1',
      role: 'learner',
    })
    expect(await test.fakes.tickets.redeem(ticket, test.fakes.clock.now())).toBeUndefined()
  })

  it('refuses terminal names that are no names, and purposes that are none', async () => {
    await test.sandbox()
    for (const body of [
      {},
      { purpose: 'room' },
      { purpose: 'terminal' },
      { purpose: 'terminal', terminal: '../x' },
      { purpose: 'live', terminal: 'main' },
    ])
      expect((await take(body)).status, JSON.stringify(body)).toBe(400)
  })

  it('never writes a ticket into the log', async () => {
    await test.http.get('/ws/live?ticket=very-secret')
    expect(test.logLines.join('')).toContain('ticket=…')
    expect(test.logLines.join('')).not.toContain('very-secret')
  })
})
