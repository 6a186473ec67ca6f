import type { BoardRow, Classroom } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestApp } from './test-app.ts'

let test: TestApp
beforeEach(async () => {
  test = await TestApp.start()
})
afterEach(() => test.stop())

const create = (name: unknown) =>
  test.http.post('/api/classrooms').set('cookie', test.instructor).send({ name })
const boardOf = async (id: string) =>
  (
    (await test.http.get(`/api/classrooms/${id}/board`).set('cookie', test.instructor)).body as {
      items: BoardRow[]
    }
  ).items

describe('classes', () => {
  it('are created with a code of their own that lets people in', async () => {
    const first = await create(' Tuesday ')
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ name: 'Tuesday', closedAt: null })
    const second = await create('Wednesday')
    const { code } = second.body as Classroom
    expect(code).not.toBe((first.body as Classroom).code)
    const joined = await test.http.post('/api/session/join').send({ code, nickname: 'Ken' })
    expect(joined.body).toMatchObject({ classroom: { name: 'Wednesday' } })
    const listed = await test.http.get('/api/classrooms').set('cookie', test.instructor)
    expect((listed.body as { items: Classroom[] }).items.map(({ name }) => name)).toEqual([
      'Tuesday',
      'Wednesday',
    ])
  })

  it.each(['', '   ', 'x'.repeat(81), 7, undefined])('need a name, not %j', async (name) => {
    expect((await create(name)).status).toBe(400)
  })

  it('can be closed, once and for all', async () => {
    const { id } = (await create('Tuesday')).body as Classroom
    const close = (which: string) =>
      test.http.delete(`/api/classrooms/${which}`).set('cookie', test.instructor)
    const closed = await close(id)
    expect(closed.status).toBe(200)
    expect((closed.body as Classroom).closedAt).toBe(test.fakes.clock.now())
    await test.fakes.clock.advance(1000)
    expect((await close(id)).body).toEqual(closed.body)
    expect((await close('none')).status).toBe(404)
  })
})

describe('GET /api/classrooms/:id/board', () => {
  it('shows each learner’s current sandbox, task, time without progress and heartbeat', async () => {
    await test.learner()
    await test.learner({ id: 'learner2', nickname: 'Aoi', joinedAt: 2 })
    await test.sandbox({ state: 'gone', id: 'sandbox000', createdAt: 1 })
    await test.sandbox()
    await test.fakes.clock.advance(45_000)
    const now = test.fakes.clock.now()
    test.fakes.gateway.emit('sandbox001', 'web', [
      [now - 40_000, 1, 2],
      [now - 1_000, 0, -1],
    ])
    const [ken, aoi] = await boardOf('class1')
    expect(ken).toMatchObject({
      nickname: 'Ken',
      sandboxId: 'sandbox001',
      state: 'ready',
      taskId: 'running',
      met: 0,
      total: 1,
      stuckMs: 45_000,
      extensionsLeft: 3,
    })
    expect(ken?.samples).toEqual([[now - 1_000, 0, -1]])
    expect(aoi).toMatchObject({
      nickname: 'Aoi',
      sandboxId: null,
      state: 'idle',
      samples: [],
      extensionsLeft: 0,
    })
  })

  it('still says what somebody reached whose sandbox is over', async () => {
    await test.learner()
    await test.sandbox({ state: 'gone' })
    await test.fakes.tasks.save({
      sandboxId: 'sandbox001',
      taskId: 'running',
      state: 'met',
      outcome: 'met',
      key: null,
      observed: null,
      expected: null,
      share: 1,
      checkedAt: 2,
      metAt: 2,
      heldSince: null,
      hintsOpened: [],
    })
    expect(await boardOf('class1')).toMatchObject([
      { sandboxId: null, state: 'idle', labId: 'first-steps', taskId: null, met: 1, total: 1, stuckMs: 0 },
    ])
  })

  it('shows a sandbox that could not be built until another one is requested', async () => {
    await test.learner()
    await test.sandbox({ state: 'failed', createdAt: 1, goneAt: test.fakes.clock.now() })
    expect(await boardOf('class1')).toMatchObject([
      { sandboxId: 'sandbox001', state: 'failed', extensionsLeft: 0, stuckMs: 0 },
    ])
    await test.fakes.clock.advance(11 * 60_000)
    expect(await boardOf('class1')).toMatchObject([{ sandboxId: null, state: 'idle' }])
    await test.sandbox({ id: 'sandbox002', createdAt: 2 })
    expect(await boardOf('class1')).toMatchObject([{ sandboxId: 'sandbox002', state: 'ready' }])
  })

  it('is shown without heartbeats while the gateway is away', async () => {
    await test.learner()
    await test.sandbox()
    test.fakes.gateway.isAway = true
    expect(await boardOf('class1')).toMatchObject([{ sandboxId: 'sandbox001', samples: [] }])
  })

  it('shows the heartbeat of the SLO’s probe, also when the time is running out', async () => {
    await test.learner()
    await test.sandbox({ state: 'expiring' })
    const now = test.fakes.clock.now()
    test.fakes.gateway.emit('sandbox001', 'web', [[now - 100, 1, 2]])
    expect(await boardOf('class1')).toMatchObject([{ state: 'expiring', samples: [[now - 100, 1, 2]] }])
  })

  it('is not there for a class that is not', async () => {
    expect((await test.http.get('/api/classrooms/none/board').set('cookie', test.instructor)).status).toBe(
      404,
    )
  })
})

describe('/api/classrooms/:id/preparation', () => {
  const path = '/api/classrooms/class1/preparation'
  const as = (method: 'get' | 'put' | 'delete') => test.http[method](path).set('cookie', test.instructor)

  it('says what is kept ready, replaces it, and withdraws it', async () => {
    await test.learner()
    expect((await as('get')).body).toEqual({ preparation: null })
    await as('put').send({ labId: 'second-steps', count: 9 })
    const asked = await as('put').send({ labId: 'first-steps', count: 3 })
    expect(asked.status).toBe(200)
    expect(asked.body).toMatchObject({
      preparation: { labId: 'first-steps', count: 3, ready: 0, coming: 0, taken: 0, missing: 3 },
    })
    expect((await as('get')).body).toEqual(asked.body)
    expect((await as('delete')).body).toEqual({ preparation: null })
    expect((await as('get')).body).toEqual({ preparation: null })
  })

  it.each([
    { labId: 'first-steps', count: 0 },
    { labId: 'first-steps' },
    { count: 3 },
    { labId: 7, count: 3 },
  ])('refuses %j', async (body) => {
    await test.learner()
    expect((await as('put').send(body)).status).toBe(400)
  })

  it('is not there for a class that is not', async () => {
    for (const method of ['get', 'put', 'delete'] as const) {
      const asked = test.http[method]('/api/classrooms/none/preparation').set('cookie', test.instructor)
      expect((await asked.send({ labId: 'first-steps', count: 1 })).status).toBe(404)
    }
  })
})

describe('POST /api/classrooms/:id/tickets', () => {
  it('gives a ticket for this class’s board', async () => {
    await test.learner()
    const answer = await test.http.post('/api/classrooms/class1/tickets').set('cookie', test.instructor)
    expect(answer.status).toBe(201)
    const { ticket } = answer.body as { ticket: string }
    const redeemed = await test.fakes.tickets.redeem(ticket, test.fakes.clock.now())
    expect(redeemed).toMatchObject({ purpose: 'room', classroomId: 'class1', role: 'instructor' })
    const none = await test.http.post('/api/classrooms/none/tickets').set('cookie', test.instructor)
    expect(none.status).toBe(404)
  })
})
