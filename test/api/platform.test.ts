import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { routes } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestApp } from './test-app.ts'

let test: TestApp
beforeEach(async () => {
  test = await TestApp.start()
})
afterEach(() => test.stop())

describe('health', () => {
  it('is told to everybody while the process lives', async () => {
    expect((await test.http.get('/healthz')).body).toEqual({ status: 'ok' })
  })

  it('is ready only when every part is, and says which is not', async () => {
    expect((await test.http.get('/readyz')).status).toBe(200)
    test.fakes.parts.engine = { ok: false, detail: 'ECONNREFUSED' }
    const answer = await test.http.get('/readyz')
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({
      ready: false,
      parts: { engine: { ok: false, detail: 'ECONNREFUSED' } },
    })
  })
})

describe('GET /metrics', () => {
  it('counts requests by route, not by address', async () => {
    await test.learner()
    await test.sandbox()
    await test.http.get('/api/sandboxes/sandbox001').set('authorization', test.grader)
    const { text, headers } = await test.http.get('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toContain('route="/api/sandboxes/:sandboxId"')
    expect(text).toContain('dojo_sandboxes{state="ready",claim="claimed"} 1')
    expect(text).not.toContain('sandbox001')
  })
})

describe('GET /api/openapi.json', () => {
  it('describes every route of the table with its parameters, body, answer and errors', async () => {
    const answer = await test.http.get('/api/openapi.json')
    const document = answer.body as {
      openapi: string
      info: { title: string; version: string }
      paths: Record<string, Record<string, Record<string, unknown>>>
      components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
    }
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info).toMatchObject({
      title: expect.any(String) as string,
      version: expect.any(String) as string,
    })
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
      Object.keys(routes).sort(),
    )
    for (const { path, operation } of operations) {
      expect(operation.responses, path).toHaveProperty('default')
      expect(
        Object.keys(operation.responses as object).some((status) => /^2\d\d$/.test(status)),
        path,
      ).toBe(true)
      const parameters = operation.parameters as {
        name: string
        in: string
        required: boolean
        schema: object
      }[]
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
      expect(path.match(/\{\w+\}/g) ?? [], path).toEqual(inPath)
    }
    expect(document.paths['/api/session/join']?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { type: 'object', required: ['code', 'nickname'] } } },
    })
    expect(document.paths['/api/sandboxes/{sandboxId}/events']?.get?.parameters).toContainEqual(
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    )
  })

  it('points only at what is in it', async () => {
    const { text, body } = await test.http.get('/api/openapi.json')
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    expect(references.length).toBeGreaterThan(0)
    for (const path of references)
      expect(
        path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], body),
        path,
      ).toBeDefined()
  })
})

describe('a defect', () => {
  it('is told by an id that the log knows, without its text', async () => {
    test.fakes.labs.list = () => {
      throw new Error('the secret inner text')
    }
    const answer = await test.http.get('/api/labs')
    expect(answer.status).toBe(500)
    const { code, detail } = answer.body as { code: string; detail: { requestId: string } }
    expect(code).toBe('INTERNAL')
    expect(answer.text).not.toContain('secret inner text')
    expect(detail.requestId).toBe(answer.headers['x-request-id'])
    const logged = test.fakes.log.lines.filter(({ level }) => level === 'error')
    expect(logged).toHaveLength(1)
    expect(logged[0]?.detail).toMatchObject({
      requestId: detail.requestId,
      error: expect.stringContaining('inner text') as string,
    })
  })

  it('is not what an engine that is away is', async () => {
    await test.learner()
    await test.sandbox({ owner: 'grader' })
    test.fakes.engine.isAway = true
    const answer = await test.http
      .post('/api/sandboxes/sandbox001/submission/run')
      .set('authorization', test.grader)
      .send({ script: 'solve.sh', timeoutMs: 1000 })
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({ code: 'ENGINE_AWAY' })
  })
})

describe('labs', () => {
  it('are listed for everybody, a broken one with its problem', async () => {
    test.fakes.labs.problems.push({
      labId: 'broken-lab',
      folder: 'labs/broken',
      problems: [{ file: 'lab.yaml', line: 3, column: 7, rule: 'schema', message: 'needs tasks' }],
    })
    const { items } = (await test.http.get('/api/labs')).body as {
      items: { id: string; status: string; problem: string }[]
    }
    expect(items.map(({ id, status }) => [id, status])).toContainEqual(['broken-lab', 'broken'])
    expect(items.find(({ id }) => id === 'broken-lab')?.problem).toContain('needs tasks')
    expect((await test.http.get('/api/labs/broken-lab')).body).toMatchObject({ code: 'LAB_INVALID' })
    expect((await test.http.get('/api/labs/none')).body).toMatchObject({ code: 'LAB_NOT_FOUND' })
    expect((await test.http.get('/api/labs/first-steps')).body).toMatchObject({ id: 'first-steps' })
  })
})

describe('the page', () => {
  const html = '<!doctype html><script>start()</script><p>dojo</p>'
  const build = () => {
    mkdirSync(join(test.webDir, '_app/immutable'), { recursive: true })
    writeFileSync(join(test.webDir, 'index.html'), html)
    writeFileSync(join(test.webDir, '_app/immutable/app.abc.js'), 'export {}')
    writeFileSync(join(test.webDir, 'favicon.svg'), '<svg/>')
  }

  it('says how to build it when it is not built', async () => {
    const answer = await test.http.get('/').set('accept', 'text/html')
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('build')
  })

  it.each(['/', '/labs/first-steps', '/join'])(
    'answers at %s with a policy that lets only its own scripts run',
    async (path) => {
      build()
      const answer = await test.http.get(path).set('accept', 'text/html')
      expect(answer.text).toBe(html)
      const policy = answer.headers['content-security-policy'] as string
      expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toMatch(/connect-src 'self' ws:\/\/127\.0\.0\.1:\d+ wss:/)
      expect(answer.headers['cache-control']).toBe('no-cache')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
    },
  )

  it('lets hashed files be kept for a year and others be asked for again', async () => {
    build()
    expect((await test.http.get('/_app/immutable/app.abc.js')).headers['cache-control']).toContain(
      'immutable',
    )
    expect((await test.http.get('/favicon.svg')).headers['cache-control']).toBe('no-cache')
  })

  it('does not answer for what is not its own', async () => {
    build()
    for (const path of ['/api/none', '/ws/none', '/missing.js', '/../secrets.json', '/.env']) {
      const answer = await test.http.get(path).set('accept', 'text/html')
      expect(answer.status, path).toBe(404)
      expect(answer.body, path).toMatchObject({ code: 'NOT_FOUND' })
    }
    expect((await test.http.post('/')).status).toBe(404)
  })

  it('does not say what it is built with', async () => {
    expect((await test.http.get('/healthz')).headers).not.toHaveProperty('x-powered-by')
  })
})
