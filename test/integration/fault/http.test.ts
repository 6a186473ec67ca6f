import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { httpAbort } from '../../../server/src/domain/fault/http/http-abort.ts'
import { httpDelay } from '../../../server/src/domain/fault/http/http-delay.ts'
import { httpStatus } from '../../../server/src/domain/fault/http/http-status.ts'
import { httpThrottle } from '../../../server/src/domain/fault/http/http-throttle.ts'
import { NetworkStage } from './network-stage.ts'

const stage = new NetworkStage()
let web = ''
let api = ''

/** A program that prints the status of one request, or the code of its error. */
const statusOf = (url: string, init = '') =>
  `fetch('${url}'${init}).then(({ status }) => console.log(status), ({ cause }) => console.log(cause.code))`

beforeAll(async () => {
  await stage.open()
  await Promise.all([
    stage.container('web', 'shop-web:1.0', 'always'),
    stage.container('api', 'shop-api:1.0', 'always'),
  ])
  web = `http://${(await stage.engine.addresses(stage.sandboxId, 'web'))[0]}:8080`
  api = `http://${(await stage.engine.addresses(stage.sandboxId, 'api'))[0]}:8081`
  await stage.until(async () => (await stage.get(`${web}/health`)).status === 200)
  await stage.until(async () => (await stage.get(`${api}/health`)).status === 200)
})
afterEach(() => stage.endAll())
afterAll(() => stage.close())

describe('http.status', () => {
  it('answers requests under its path in the place of the application, and leaves the others alone', async () => {
    const fault = await stage.live(httpStatus, 'api', { status: 503, percent: 100, path: '/products' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect((await stage.get(`${api}/products`)).status).toBe(503)
    expect((await stage.get(`${api}/health`)).status).toBe(200)
    const loopback = statusOf('http://127.0.0.1:8081/products')
    expect((await stage.run(['node', '-e', loopback], fault.inverse.containerId)).trim()).toBe('200')
    await fault.end()
    expect((await stage.get(`${api}/products`)).status).toBe(200)
  })

  it('draws for each request by itself, whatever its connection', async () => {
    const fault = await stage.live(httpStatus, 'api', { percent: 50, port: 8081 })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const argv = [
      'sh',
      '-c',
      `for i in $(seq 60); do curl -s -o /dev/null -w '%{http_code} ' ${api}/health; done`,
    ]
    const seen = (await stage.run(argv)).trim().split(' ')
    const failed = seen.filter((status) => status === '503').length
    // 60 draws of 50 %: fewer than 10 or more than 50 comes once in ten million runs.
    expect(failed).toBeGreaterThan(10)
    expect(failed).toBeLessThan(50)
    expect(seen.filter((status) => status === '200').length).toBe(60 - failed)
    await fault.end()
  })

  it('hits what the target asks of its peer, and passes bodies on whole', async () => {
    const webId = (await stage.engine.victims(stage.sandboxId, 'web'))[0]?.containerId ?? ''
    const body = `, { method: 'POST', body: JSON.stringify({ product: 'x'.repeat(90_000) }) }`
    const post = statusOf(`${api}/orders`, body)
    const direct = (await stage.run(['node', '-e', post], webId)).trim()
    expect(direct).toMatch(/^\d{3}$/)
    const fault = await stage.live(httpStatus, 'web', {
      ...{ direction: 'out', peer: 'api', path: '/products', percent: 100, status: 500 },
    })
    expect(fault.proof).toMatchObject({ isEffective: true })
    const { containerId } = fault.inverse
    expect((await stage.run(['node', '-e', statusOf(`${api}/products`)], containerId)).trim()).toBe('500')
    expect((await stage.get(`${api}/products`)).status).toBe(200)
    expect((await stage.run(['node', '-e', post], containerId)).trim()).toBe(direct)
    await fault.end()
  })

  it('ends in the kernel at its deadline when every helper and the server are gone', async () => {
    const fault = await stage.brief(httpStatus, 'api', { percent: 100 }, 8000)
    expect((await stage.get(`${api}/health`)).status).toBe(503)
    await fault.removeHelpers()
    expect((await stage.get(`${api}/health`)).status).toBe(0)
    await stage.until(async () => (await stage.get(`${api}/health`)).status === 200, 15_000)
    await fault.end()
  })

  it('refuses an order that would hit nothing', async () => {
    const order = stage.order(httpStatus as never, 'web', { direction: 'out' })
    await expect(httpStatus.plan(stage.tools, order as never, () => 0)).rejects.toMatchObject({
      code: 'FAULT_INVALID',
    })
  })
})

describe('http.delay', () => {
  it('lets requests wait', async () => {
    const fault = await stage.live(httpDelay, 'api', { delay: '400ms' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect((await stage.get(`${api}/health`)).ms).toBeGreaterThanOrEqual(400)
    await fault.end()
  })
})

describe('http.abort', () => {
  it('breaks the connection in the place of an answer', async () => {
    const fault = await stage.live(httpAbort, 'api', { percent: 100 })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect((await stage.get(`${api}/health`)).status).toBe(0)
    await fault.end()
  })
})

describe('http.throttle', () => {
  it('refuses each client so many times with Retry-After, then serves it', async () => {
    const fault = await stage.live(httpThrottle, 'api', { failures: 2, retryAfter: '7s' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect(await stage.run(['curl', '-s', '-i', `${api}/health`])).toMatch(
      /^HTTP\/1\.1 429[^]*retry-after: 7\r\n/,
    )
    expect((await stage.get(`${api}/health`)).status).toBe(429)
    expect((await stage.get(`${api}/health`)).status).toBe(200)
    expect((await stage.get(`${api}/products`)).status).toBe(429)
    await fault.end()
  })
})
