import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealSession } from '../../server/src/domain/classroom/session-token.ts'
import { keys, TestApp } from './test-app.ts'

let test: TestApp
beforeEach(async () => {
  test = await TestApp.start()
  await test.fakes.classrooms.insert({
    id: 'class1',
    name: 'Dojo',
    code: 'ABC234',
    createdAt: 1,
    closedAt: null,
  })
})
afterEach(() => test.stop())

const join = (body: unknown, cookie = '') =>
  test.http
    .post('/api/session/join')
    .set('cookie', cookie)
    .send(body as object)
const cookiesOf = (answer: { headers: Record<string, unknown> }) =>
  (answer.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0] as string)
const id = (answer: { body: unknown }) => (answer.body as { learner: { id: string } }).learner.id
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  ((answer.headers['set-cookie'] as string[] | undefined)?.[0] ?? '').split(';')[0] as string

describe('GET /api/session', () => {
  it('knows nobody without a cookie', async () => {
    expect((await test.http.get('/api/session')).body).toEqual({ role: 'anonymous' })
  })

  it('knows a learner and the class, an instructor and a grader', async () => {
    const cookie = cookieOf(await join({ code: 'ABC234', nickname: 'Ken' }))
    const answer = await test.http.get('/api/session').set('cookie', cookie)
    expect(answer.body).toMatchObject({
      role: 'learner',
      learner: { nickname: 'Ken' },
      classroom: { id: 'class1', name: 'Dojo' },
    })
    expect((await test.http.get('/api/session').set('cookie', test.instructor)).body).toEqual({
      role: 'instructor',
      roomOrigin: 'http://192.168.1.20:7420',
    })
    expect((await test.http.get('/api/session').set('authorization', test.grader)).body).toEqual({
      role: 'grader',
    })
  })

  it('takes a forged, cut, expired or foreign cookie for nobody', async () => {
    const good = cookieOf(await join({ code: 'ABC234', nickname: 'Ken' }))
    const expiresAt = test.fakes.clock.now() + 1000
    const forged = `dojo_session=${sealSession({ role: 'instructor', expiresAt }, 'another secret')}`
    const expired = `dojo_session=${sealSession({ role: 'instructor', expiresAt: 5 }, keys.sessionSecret)}`
    const unknown = `dojo_session=${sealSession({ role: 'learner', learnerId: 'gone', expiresAt }, keys.sessionSecret)}`
    for (const cookie of [
      good.slice(0, -2),
      `${good}x`,
      forged,
      expired,
      unknown,
      'dojo_session=',
      'dojo_session=a.b.c',
    ])
      expect((await test.http.get('/api/session').set('cookie', cookie)).body, cookie).toEqual({
        role: 'anonymous',
      })
  })
})

describe('POST /api/session/join', () => {
  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await join({ code: ' abc-234 ', nickname: ' Ken ', locale: 'ja' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ role: 'learner', learner: { nickname: 'Ken', locale: 'ja' } })
    const [cookie] = answer.headers['set-cookie'] as unknown as string[]
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).toMatch(/Path=\//)
  })

  it('keeps the learner when the same nickname joins again in the same browser, and makes a new one otherwise', async () => {
    const first = await join({ code: 'ABC234', nickname: 'Ken' })
    const again = await join({ code: 'ABC234', nickname: 'Ken', locale: 'ja' }, cookieOf(first))
    expect(id(again)).toBe(id(first))
    expect(again.body).toMatchObject({ learner: { locale: 'ja' } })
    expect(id(await join({ code: 'ABC234', nickname: 'Ken' }))).not.toBe(id(first))
    expect(id(await join({ code: 'ABC234', nickname: 'Aoi' }, cookieOf(first)))).not.toBe(id(first))
  })

  it('brings a learner back to their work by the same name in this browser, also after signing out', async () => {
    const first = await join({ code: 'ABC234', nickname: 'Ken' })
    const seats = cookiesOf(first).find((cookie) => cookie.startsWith('dojo_seats='))
    const other = await join({ code: 'ABC234', nickname: 'Aoi' }, seats)
    expect(id(other)).not.toBe(id(first))
    const both = cookiesOf(other).find((cookie) => cookie.startsWith('dojo_seats='))
    expect(id(await join({ code: 'ABC234', nickname: 'Ken' }, both))).toBe(id(first))
    expect(id(await join({ code: 'ABC234', nickname: 'Aoi' }, both))).toBe(id(other))
    await test.fakes.clock.advance(8 * 24 * 3_600_000)
    expect(id(await join({ code: 'ABC234', nickname: 'Ken' }, both))).not.toBe(id(first))
  })

  it('takes no session for a memory, no memory for a session, and no forged one', async () => {
    const first = await join({ code: 'ABC234', nickname: 'Ken' })
    const [session = '', seats = ''] = cookiesOf(first).map((cookie) => cookie.replace(/^\w+=/, ''))
    expect((await test.http.get('/api/session').set('cookie', `dojo_session=${seats}`)).body).toEqual({
      role: 'anonymous',
    })
    for (const value of [session, `${seats}x`, 'seats1.e30.x', ''])
      expect(id(await join({ code: 'ABC234', nickname: 'Ken' }, `dojo_seats=${value}`)), value).not.toBe(
        id(first),
      )
  })

  it('says which part of a bad body is wrong, and why', async () => {
    const answer = await join({ code: 'ABC', nickname: '', locale: 'fr', extra: 1 })
    expect(answer.status).toBe(400)
    const body = answer.body as { code: string; detail: { issues: { path: string }[] } }
    expect(body.code).toBe('BAD_REQUEST')
    expect(body.detail.issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['code', 'nickname', 'locale', '']),
    )
  })

  it('refuses a body that is no JSON, broken JSON, or too large', async () => {
    const post = () => test.http.post('/api/session/join')
    const form = await post().type('form').send({ code: 'ABC234', nickname: 'Ken' })
    expect(form.body).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('JSON') as string,
    })
    expect((await post().type('json').send('{"code":')).body).toMatchObject({ code: 'BAD_REQUEST' })
    const large = await post()
      .type('json')
      .send(JSON.stringify({ code: 'x'.repeat(300_000) }))
    expect(large.body).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('large') as string,
    })
  })

  it('tells an unknown code from a closed class', async () => {
    const unknown = await join({ code: 'ZZZ222', nickname: 'Ken' })
    expect(unknown.status).toBe(404)
    expect(unknown.body).toMatchObject({ code: 'JOIN_CODE_UNKNOWN' })
    await test.fakes.classrooms.close('class1', 5)
    const closed = await join({ code: 'ABC234', nickname: 'Ken' })
    expect(closed.status).toBe(409)
    expect(closed.body).toMatchObject({ code: 'CLASSROOM_CLOSED' })
  })

  it('stops guessing after thirty wrong codes a minute, but never counts good ones', async () => {
    for (let n = 0; n < 35; n += 1)
      expect((await join({ code: 'ABC234', nickname: `L${n}` })).status).toBe(201)
    for (let n = 0; n < 30; n += 1) expect((await join({ code: 'ZZZ222', nickname: 'Eve' })).status).toBe(404)
    const refused = await join({ code: 'ABC234', nickname: 'Eve' })
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBe('60')
    await test.fakes.clock.advance(61_000)
    expect((await join({ code: 'ABC234', nickname: 'Eve' })).status).toBe(201)
  })
})

describe('POST /api/session/instructor', () => {
  const open = (key: unknown) => test.http.post('/api/session/instructor').send({ key })

  it('opens with the key only', async () => {
    const wrong = await open('the-kex')
    expect(wrong.status).toBe(401)
    expect(wrong.body).toMatchObject({ code: 'INSTRUCTOR_KEY_WRONG' })
    const right = await open(keys.instructorKey)
    expect(right.status).toBe(201)
    expect((await test.http.get('/api/classrooms').set('cookie', cookieOf(right))).status).toBe(200)
  })

  it('wants the key as text', async () => {
    for (const key of [undefined, '', 7, 'x'.repeat(201)]) expect((await open(key)).status).toBe(400)
  })

  it('stops guessing after ten wrong keys a minute, also for the right one', async () => {
    for (let n = 0; n < 10; n += 1) await open(`guess${n}`)
    expect((await open(keys.instructorKey)).body).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  })
})

describe('DELETE /api/session', () => {
  it('forgets the cookie', async () => {
    const answer = await test.http.delete('/api/session').set('cookie', test.instructor)
    expect(answer.status).toBe(204)
    expect((answer.headers['set-cookie'] as unknown as string[])[0]).toMatch(/^dojo_session=; Max-Age=0/)
  })
})
