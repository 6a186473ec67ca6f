import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RunningShop } from './a-running-shop.ts'

let shop: RunningShop
let ends: (() => void)[]
beforeEach(() => {
  shop = new RunningShop()
  ends = []
})
afterEach(() => {
  shop.end()
  for (const end of ends) end()
})

/** An api that answers /products with these statuses, one after the other, then with the last for good. */
const scriptedApi = async (...statuses: number[]) => {
  let calls = 0
  const server = createServer((_request, response) => {
    const status = statuses[Math.min(calls, statuses.length - 1)] as number
    calls += 1
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"items":["from the api"]}')
  })
  server.listen(0, '127.0.0.1')
  ends.push(() => server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, calls: () => calls }
}

const post = async (
  url: string,
  body: object,
): Promise<{ status: number; value: Record<string, unknown> }> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  return { status: answer.status, value: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}
const json = async (url: string) => (await fetch(url)).json()
const products = async (url: string) => (await fetch(`${url}/products`)).status

describe('the web of the shop, asking an api that fails', () => {
  it('does not ask twice as it comes, and as often as told with retries', async () => {
    const api = await scriptedApi(500, 500, 200)
    const plain = await shop.start('web', { API_URL: api.url })
    expect([await products(plain.url), api.calls()]).toEqual([500, 1])
    const patient = await shop.start('web', { API_URL: api.url, API_RETRIES: '2', API_BACKOFF_MS: '5' })
    expect([await products(patient.url), api.calls()]).toEqual([200, 3])
  })

  it('retries no more than its budget allows', async () => {
    const api = await scriptedApi(500)
    const env = { API_URL: api.url, API_RETRIES: '100', API_RETRY_BUDGET: '10' }
    const web = await shop.start('web', env)
    expect(await products(web.url)).toBe(500)
    expect(api.calls()).toBe(11)
    expect(await products(web.url)).toBe(500)
    expect(api.calls()).toBe(12)
  })

  it('leaves the api alone while the circuit is open, and closes it when a trial is good', async () => {
    const api = await scriptedApi(500, 500, 200)
    const web = await shop.start('web', { API_URL: api.url, API_BREAKER: '2', API_BREAKER_OPEN_MS: '400' })
    const seen = [await products(web.url), await products(web.url), await products(web.url)]
    expect([seen, api.calls()]).toEqual([[500, 500, 503], 2])
    await sleep(450)
    expect([await products(web.url), await products(web.url), api.calls()]).toEqual([200, 200, 4])
  })

  it('shows what it knew last, marked as stale, when told to', async () => {
    const api = await scriptedApi(200, 500)
    const web = await shop.start('web', { API_URL: api.url, API_FALLBACK: 'stale' })
    expect((await fetch(`${web.url}/products`)).headers.get('warning')).toBeNull()
    const second = await fetch(`${web.url}/products`)
    expect(second.headers.get('warning')).toContain('Stale')
    expect(await second.json()).toEqual({ items: ['from the api'] })
  })

  it.each([{ API_RETRIES: 'many' }, { API_JITTER: 'some' }])('refuses the setting %j', async (env) => {
    expect(await shop.launch('web', env as unknown as Record<string, string>).exit).toBe(64)
  })
})

describe('an api with a limited capacity', () => {
  it('works on as many requests at once as it can, and refuses above the limit of those in flight', async () => {
    const env = { CAPACITY: '1', WORK_MS: '200', MAX_IN_FLIGHT: '2' }
    const api = await shop.start('api', env)
    const startedAt = Date.now()
    const all = await Promise.all([1, 2, 3].map(() => products(api.url)))
    expect(all.sort()).toEqual([200, 200, 503])
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(390)
    expect((await fetch(`${api.url}/health`)).status).toBe(200)
  })

  it('is slower while it is cold', async () => {
    const api = await shop.start('api', { WORK_MS: '50', COLD_MS: '60000' })
    const startedAt = Date.now()
    expect(await products(api.url)).toBe(200)
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(490)
  })

  it('makes one order of a key that is put twice, and two of one that is posted twice', async () => {
    const api = await shop.start('api')
    const put = () =>
      fetch(`${api.url}/orders/k-1`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: '{"product":"cup"}',
      })
    const statuses = (await Promise.all([put(), put(), put()])).map(({ status }) => status)
    expect([...statuses, (await put()).status].sort()).toEqual([200, 200, 200, 201])
    await post(`${api.url}/orders`, { product: 'cup', key: 'k-2' })
    await post(`${api.url}/orders`, { product: 'cup', key: 'k-2' })
    expect(await json(`${api.url}/orders/keys`)).toEqual({ keys: ['k-1', 'k-2', 'k-2'] })
  })
})

describe('the queue of the shop', () => {
  const take = (url: string) => post(`${url}/messages/take`, {})

  it('has a message on disk before it answers, and gives it to the next one who opens the log', async () => {
    const queue = await shop.start('queue')
    expect((await post(`${queue.url}/messages`, { key: 'a' })).status).toBe(202)
    queue.child.kill('SIGKILL')
    await queue.exit
    const next = await shop.start('queue')
    expect((await take(next.url)).value).toMatchObject({ body: { key: 'a' } })
  })

  it('gives a message again that was not acknowledged in time, and refuses the late receipt', async () => {
    const { url } = await shop.start('queue', { VISIBILITY_MS: '200' })
    await post(`${url}/messages`, { key: 'a' })
    const first = (await take(url)).value
    expect((await take(url)).status).toBe(204)
    await sleep(250)
    const second = (await take(url)).value
    expect(second).toMatchObject({ deliveries: 2, body: { key: 'a' } })
    const ack = ({ receipt }: Record<string, unknown>) => post(`${url}/messages/ack`, { receipt })
    expect((await ack(first)).status).toBe(410)
    expect((await ack(second)).status).toBe(200)
    expect(await json(`${url}/messages`)).toEqual({ store: 'file', waiting: 0, taken: 0 })
  })
})

describe('the worker of the shop', () => {
  const startAll = async (env: Record<string, string>) => {
    const api = await shop.start('api')
    const queue = await shop.start('queue', { VISIBILITY_MS: '500' })
    const web = await shop.start('web', { QUEUE_URL: queue.url })
    const worker = { API_URL: api.url, QUEUE_URL: queue.url, WORKERS: '1', MAIL_MS: '300', ...env }
    return { api, web, queue, worker }
  }
  const keysOf = async (url: string) => ((await json(`${url}/orders/keys`)) as { keys: string[] }).keys
  const handler = (text: string): string => {
    const path = join(shop.data, 'handler.mjs')
    writeFileSync(path, `export const handle = async ({ order, api, mail }) => {${text}}`)
    return path
  }

  /** Kills a worker that has booked the order and not finished, and lets another one go on. */
  const crashInBetween = async (env: Record<string, string>): Promise<string[]> => {
    const { api, web, queue, worker } = await startAll(env)
    const first = await shop.start('worker', worker)
    expect((await post(`${web.url}/orders`, { product: 'cup', key: 'k' })).status).toBe(202)
    await vi.waitFor(async () => expect(await keysOf(api.url)).toHaveLength(1), { timeout: 10_000 })
    first.child.kill('SIGKILL')
    await shop.start('worker', worker)
    const empty = { waiting: 0, taken: 0 }
    await vi.waitFor(async () => expect(await json(`${queue.url}/messages`)).toMatchObject(empty), {
      timeout: 10_000,
    })
    return keysOf(api.url)
  }

  it('books an order twice as it comes, when it dies between booking and acknowledging', async () => {
    expect(
      await crashInBetween({ HANDLER: join(import.meta.dirname, '../../images/shop/src/queue/handler.mjs') }),
    ).toEqual(['k', 'k'])
  })

  it('books it once with a handler that puts it under its key', async () => {
    const HANDLER = handler("await api('PUT', '/orders/' + order.key, order); await mail(order)")
    expect(await crashInBetween({ HANDLER })).toEqual(['k'])
  })
})

describe('the watch and the pager of the shop', () => {
  it('ring after some bad answers in a row, and stop after some good ones', async () => {
    const pager = await shop.start('pager')
    const firing = async () => (await fetch(`${pager.url}/firing`)).status
    const api = await scriptedApi(500, 200, 500, 500, 500, 200)
    const env = {
      WATCH_URL: api.url,
      PAGER_URL: `${pager.url}/alerts`,
      WATCH_EVERY_MS: '150',
      WATCH_BAD: '2',
    }
    await shop.start('watch', env)
    expect(await firing()).toBe(404)
    await vi.waitFor(async () => expect(await firing()).toBe(200), { timeout: 10_000, interval: 20 })
    expect(api.calls()).toBeGreaterThanOrEqual(4)
    await vi.waitFor(async () => expect(await firing()).toBe(404), { timeout: 10_000, interval: 20 })
  })

  it('refuse what is no alert', async () => {
    const { url } = await shop.start('pager')
    expect((await post(`${url}/alerts`, { alerts: [{ status: 'maybe' }] })).status).toBe(400)
  })
})
