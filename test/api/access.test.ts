import { routes, type Route } from '@noops-dojo/contracts'
import type { Test } from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string

beforeAll(async () => {
  test = await TestApp.start()
  learner = await test.learner()
  await test.sandbox({ id: 'sandboxown', learnerId: 'learner1' })
  await test.learner({ id: 'learner2', nickname: 'Aoi' })
  await test.sandbox({ id: 'sandboxoth', learnerId: 'learner2' })
})
afterAll(() => test.stop())

const named = Object.entries<Route>(routes).map(([name, route]) => ({ name, route, ...route }))
const withAccess = (...access: Route['access'][]) => named.filter((route) => access.includes(route.access))

const call = (route: Route, sandboxId = 'sandboxown'): Test => {
  const path = route.path.replace(':sandboxId', sandboxId).replace(/:(\w+)/g, 'x')
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
  return test.http[method](path)
}

describe('access to each route', () => {
  it.each(named.filter(({ access }) => access !== 'public'))(
    '$method $path asks an anonymous caller to sign in',
    async ({ route }) => {
      const answer = await call(route)
      expect(answer.status).toBe(401)
      expect(answer.body).toMatchObject({ code: 'UNAUTHENTICATED' })
    },
  )

  it.each(withAccess('public'))('$method $path is open to everybody', async ({ route }) => {
    const answer = await call(route)
    expect([401, 403]).not.toContain(answer.status)
  })

  it.each(withAccess('instructor', 'grader'))('$method $path refuses a learner', async ({ route }) => {
    const answer = await call(route).set('cookie', learner)
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each(withAccess('grader'))('$method $path refuses an instructor', async ({ route }) => {
    expect((await call(route).set('cookie', test.instructor)).body).toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each(withAccess('instructor'))('$method $path refuses a grader', async ({ route }) => {
    expect((await call(route).set('authorization', test.grader)).body).toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each(named.filter(({ path, access }) => path.includes(':sandboxId') && access === 'owner'))(
    '$method $path answers for another learner’s sandbox byte for byte as for one that never was',
    async ({ route }) => {
      const foreign = await call(route, 'sandboxoth').set('cookie', learner)
      const unknown = await call(route, 'sandboxxxx').set('cookie', learner)
      const malformed = await call(route, "'; drop").set('cookie', learner)
      expect(foreign.status).toBe(404)
      expect(foreign.body).toMatchObject({ code: 'SANDBOX_NOT_FOUND' })
      const comparable = ({ status, text, headers }: typeof foreign) => {
        const { 'x-request-id': _, date: __, ...rest } = headers
        return { status, text, headers: rest }
      }
      expect(comparable(foreign)).toEqual(comparable(unknown))
      expect(comparable(malformed)).toEqual(comparable(unknown))
    },
  )

  it.each(named.filter(({ method }) => method !== 'GET'))(
    '$method $path refuses a page of another origin before anything else',
    async ({ route }) => {
      const answer = await call(route).set('origin', 'https://evil.example').set('authorization', test.grader)
      expect(answer.status).toBe(403)
      expect(answer.body).toMatchObject({ code: 'ORIGIN_REFUSED' })
    },
  )
})

describe('origins', () => {
  it('lets the server’s own origin and the configured ones in', async () => {
    const own = await test.http
      .delete('/api/session')
      .set('host', 'dojo.lan:7420')
      .set('origin', 'http://dojo.lan:7420')
    expect(own.status).toBe(204)
    expect((await test.http.delete('/api/session').set('origin', 'https://dojo.example')).status).toBe(204)
  })

  it('refuses the opaque origin of previews, and a browser that hides a foreign one', async () => {
    expect((await test.http.delete('/api/session').set('origin', 'null')).status).toBe(403)
    expect((await test.http.delete('/api/session').set('sec-fetch-site', 'cross-site')).status).toBe(403)
  })
})

describe('a grader’s token', () => {
  it('opens any sandbox', async () => {
    expect((await test.http.get('/api/sandboxes/sandboxoth').set('authorization', test.grader)).status).toBe(
      200,
    )
  })

  it.each(['Bearer wrong', 'Bearer', 'Basic dGhlLXRva2Vu', 'Bearer the-token-and-more'])(
    'is refused as %j, also beside a good cookie',
    async (authorization) => {
      const answer = await test.http
        .get('/api/session')
        .set('authorization', authorization)
        .set('cookie', learner)
      expect(answer.status).toBe(401)
    },
  )
})

describe('an instructor', () => {
  it('may look into every sandbox', async () => {
    expect((await test.http.get('/api/sandboxes/sandboxoth').set('cookie', test.instructor)).status).toBe(200)
  })
})
