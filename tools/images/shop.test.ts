import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunningShop } from './a-running-shop.ts'

let shop: RunningShop
beforeEach(() => (shop = new RunningShop()))
afterEach(() => shop.end())

const start: RunningShop['start'] = (...args) => shop.start(...args)
const launch: RunningShop['launch'] = (...args) => shop.launch(...args)

const status = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status
const order = (url: string, body: object) =>
  fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('the api of the shop', () => {
  it('has an order on disk before it answers, also for the next one who opens the store', async () => {
    const api = await start('api')
    const { id } = (await (await order(api.url, { product: 'cup', quantity: 2 })).json()) as { id: string }
    api.child.kill('SIGKILL')
    await api.exit
    expect(readFileSync(join(shop.data, 'orders.log'), 'utf8')).toContain(id)
    const next = await start('api')
    expect(await (await fetch(`${next.url}/orders`)).json()).toMatchObject({
      total: 1,
      items: [{ id, product: 'cup', quantity: 2, cents: 2800 }],
    })
  })

  it('leaves out a line that a crash cut short, and keeps those around it', async () => {
    const api = await start('api')
    await order(api.url, { product: 'cup' })
    appendFileSync(join(shop.data, 'orders.log'), '{"id":"half')
    await order(api.url, { product: 'kettle' })
    const { items } = (await (await fetch(`${api.url}/orders`)).json()) as { items: { product: string }[] }
    expect(items.map(({ product }) => product)).toEqual(['kettle', 'cup'])
  })

  it('keeps orders in memory where it cannot write', async () => {
    const api = await start('api', { DATA_DIR: '/nowhere' })
    expect((await order(api.url, { product: 'cup' })).status).toBe(201)
    expect(await (await fetch(`${api.url}/orders`)).json()).toMatchObject({ total: 1, store: 'memory' })
  })

  it.each([{}, { product: 'car' }, { product: 'cup', quantity: 0 }, { product: 'cup', quantity: 1.5 }])(
    'refuses the order %j with a reason',
    async (body) => {
      const answer = await order((await start('api')).url, body)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toHaveProperty('error')
    },
  )
})

describe('the web of the shop', () => {
  it('shows products and orders of the api, and takes an order from its page', async () => {
    const api = await start('api')
    const web = await start('web', { API_URL: api.url })
    const ordered = await fetch(`${web.url}/orders`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ product: 'teapot' }),
    })
    // Relative, because the page may be served below any path.
    expect([ordered.status, ordered.headers.get('location')]).toEqual([303, './'])
    const page = await (await fetch(web.url)).text()
    expect(page).toContain('Orders: 1')
    expect(page).toContain('1 × teapot')
    expect(page).not.toMatch(/(href|action|src)="\//)
  })

  it('says that it is closed, and stays healthy itself, while the api is away', async () => {
    const web = await start('web', { API_URL: 'http://127.0.0.1:9' })
    const page = await fetch(web.url)
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('The shop is closed for the moment')
    expect(await status(`${web.url}/health`)).toBe(200)
  })

  it('gives up on an api that hangs', async () => {
    const api = await start('api')
    await fetch(`${api.url}/admin/hang`, { method: 'POST' })
    const web = await start('web', { API_URL: api.url, API_TIMEOUT_MS: '200' })
    await new Promise((done) => setTimeout(done, 100))
    const page = await fetch(web.url)
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('did not answer within 200 ms')
  })
})

describe('the switches of the shop', () => {
  it('makes a release that never gets healthy, and one that ends at once', async () => {
    const sick = await start('web', { SHOP_FAULT: 'unhealthy' })
    expect(await status(`${sick.url}/health`)).toBe(500)
    expect(await status(sick.url)).toBe(500)
    expect(await launch('web', { SHOP_FAULT: 'exit' }).exit).toBe(1)
  })

  it('ends by itself when told to crash', async () => {
    const api = await start('api')
    expect(await status(`${api.url}/admin/crash`, { method: 'POST' })).toBe(202)
    expect(await api.exit).toBe(1)
  })

  it('slows down and recovers', async () => {
    const api = await start('api')
    await fetch(`${api.url}/admin/slow?ms=300`, { method: 'POST' })
    const startedAt = Date.now()
    await fetch(`${api.url}/health`)
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290)
    expect(await status(`${api.url}/admin/recover`, { method: 'POST' })).toBe(202)
    expect(await status(`${api.url}/health`)).toBe(200)
  })

  it('refuses a switch that it does not know', async () => {
    expect(await launch('web', { SHOP_FAULT: 'explode' }).exit).toBe(64)
  })

  it('finishes and ends with 0 on SIGTERM', async () => {
    const web = await start('web')
    web.child.kill('SIGTERM')
    expect(await web.exit).toBe(0)
  })
})
