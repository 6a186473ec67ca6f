/// <reference lib="dom" />
import type { BoardRow, JournalEvent, RoomBoard, SandboxView } from '@noops-dojo/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page, WebSocketRoute } from 'playwright-core'
import { learner, openStandIn, type StandInPages } from './stand-in-pages.ts'

const lab = '/sandboxes/demo000001'
const instructor = { role: 'instructor' }
const reconnecting = 'connecting again'

let stand: StandInPages
beforeAll(async () => {
  stand = await openStandIn(7442, '127.0.0.1')
})
afterAll(() => stand.close())

interface Wires {
  /** The newest socket of the page at this path. */
  readonly last: () => WebSocketRoute
  readonly count: () => number
  /** True: whatever is sent is swallowed, as by a network that forgot the connection. */
  isDark: boolean
}

type Message = Record<string, unknown> & { type: string }

/** Stands between the page and its sockets at `path`; `pass` changes what comes, or keeps it back. */
const tap = async (page: Page, path: RegExp, pass = (message: Message): Message | null => message) => {
  const sockets: WebSocketRoute[] = []
  const wires: Wires = { last: () => sockets.at(-1)!, count: () => sockets.length, isDark: false }
  await page.routeWebSocket(path, (socket) => {
    sockets.push(socket)
    const server = socket.connectToServer()
    const isSwallowed = () => wires.isDark && socket === wires.last()
    socket.onMessage((data) => void (isSwallowed() || server.send(data)))
    server.onMessage((data) => {
      if (isSwallowed()) return
      if (typeof data !== 'string') return socket.send(data)
      const message = pass(JSON.parse(data) as Message)
      if (message !== null) socket.send(JSON.stringify(message))
    })
  })
  return wires
}

/** Opens a page with its sockets at `path` in our hands. */
const visit = async (
  path: string,
  session: object,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
) => stand.visit(path, session, { prepare: async (page) => void (await prepare(page)) })

const wake = (page: Page) => page.evaluate(() => void dispatchEvent(new Event('online')))

describe('a connection that was cut silently', () => {
  it.each([
    ['lab', /\/ws\/live/, '.banners'],
    ['terminal', /\/ws\/terminal/, '.pane'],
  ])('of the %s is noticed when the page wakes, told, and made again', async (_, path, place) => {
    let wires: Wires | undefined
    const page = await visit(lab, learner, async (fresh) => (wires = await tap(fresh, path)))
    await page.locator('.xterm-rows').first().waitFor({ state: 'attached' })
    await expect.poll(() => wires?.count()).toBe(1)
    await page.waitForTimeout(500)
    await page.route('**/tickets', (route) => route.abort())
    wires!.isDark = true
    await wake(page)
    await page.locator(place, { hasText: /connecting again|does not answer/i }).waitFor({ timeout: 6000 })
    await page.unroute('**/tickets')
    wires!.isDark = false
    await wake(page)
    await expect.poll(() => wires!.count()).toBe(2)
    await page.locator(place, { hasText: /connecting again|does not answer/i }).waitFor({ state: 'detached' })
  })

  it('of the room is told on the wall', async () => {
    let wires: Wires | undefined
    const page = await visit(
      '/instructor/c1/projector',
      instructor,
      async (fresh) => (wires = await tap(fresh, /\/ws\/room/)),
    )
    await page.getByText('9 learners').waitFor()
    await expect.poll(() => wires?.count()).toBe(1)
    await page.route('**/tickets', (route) => route.abort())
    await wires!.last().close({ code: 1012 })
    await page.getByRole('status').filter({ hasText: reconnecting }).waitFor()
  })
})

describe('what the page knows after a lost connection', () => {
  it('has every event, though the first attempts to read them failed', async () => {
    let wires: Wires | undefined
    let isAway = false
    const extra: JournalEvent[] = []
    const page = await visit(lab, learner, async (fresh) => {
      wires = await tap(fresh, /\/ws\/live/)
      await fresh.route('**/events?*', async (route) => {
        if (isAway) return route.fulfill({ status: 503, json: { code: 'DATABASE_AWAY', message: 'away' } })
        const answer = await route.fetch()
        const after = Number(new URL(route.request().url()).searchParams.get('after'))
        const { items } = (await answer.json()) as { items: JournalEvent[] }
        const all = [...items, ...extra].filter(({ seq }) => seq > after)
        return route.fulfill({ response: answer, json: { items: all } })
      })
    })
    await page.locator('.xterm-rows').first().waitFor({ state: 'attached' })
    const last = await page.evaluate(async () => {
      const answer = await fetch('/api/sandboxes/demo000001/events?after=0&limit=1000')
      return ((await answer.json()) as { items: JournalEvent[] }).items.at(-1)!
    })
    const told = (after: number, action: string): JournalEvent => {
      const event = { ...last, seq: last.seq + after, at: Date.now(), data: { action, object: '' } }
      return { ...event, kind: 'touch.ui', actor: 'instructor' }
    }
    extra.push(told(1, 'WHILE-AWAY'))
    isAway = true
    await wires!.last().close({ code: 1012 })
    await expect.poll(() => wires!.count()).toBe(2)
    const live = told(2, 'LIVE')
    extra.push(live)
    await page.waitForTimeout(1000)
    wires!.last().send(JSON.stringify({ type: 'event', event: live }))
    isAway = false
    await page.locator('.frame').press('t')
    await page.locator('.timeline.drawer', { hasText: 'LIVE' }).waitFor()
    await page.locator('.timeline.drawer', { hasText: 'WHILE-AWAY' }).waitFor()
  })

  it.each([-15, 15])('has the heartbeat of the last ten minutes with a clock %i minutes off', async (off) => {
    const asked: string[] = []
    const page = await visit(lab, learner, async (fresh) => {
      await fresh.addInitScript((ms) => {
        const now = Date.now.bind(Date)
        Date.now = () => now() + ms
      }, off * 60_000)
      fresh.on('request', (request) => request.url().includes('/samples') && asked.push(request.url()))
    })
    await page.locator('.xterm-rows').first().waitFor({ state: 'attached' })
    await expect.poll(() => asked.length).toBeGreaterThan(0)
    for (const url of asked) {
      const to = Number(new URL(url).searchParams.get('to'))
      expect(Math.abs(to - Date.now())).toBeLessThan(20_000)
    }
  })

  it('is not taken back by an answer that is older', async () => {
    let snapshot: (Message & { sandbox: SandboxView }) | undefined
    let wires: Wires | undefined
    const page = await visit(lab, learner, async (fresh) => {
      wires = await tap(fresh, /\/ws\/live/, (message) => {
        if (message.type !== 'sandbox' || snapshot === undefined) {
          if (message.type === 'sandbox') snapshot = message as typeof snapshot
          return message
        }
        return null
      })
      await fresh.route('**/extend', async (route) => {
        const answer = await route.fetch()
        const json: unknown = await answer.json()
        await new Promise((resolve) => setTimeout(resolve, 1000))
        await route.fulfill({ response: answer, json })
      })
    })
    const word = page.locator('#task-delay .word')
    await word.filter({ hasText: 'Regressed' }).waitFor()
    await page.getByRole('button', { name: 'Extend' }).click()
    const { sandbox } = snapshot!
    const tasks = sandbox.tasks.map((task) =>
      task.id === 'delay' ? { ...task, state: 'met' as const, outcome: 'met' as const } : task,
    )
    const newer = { ...sandbox, tasks, lastSeq: sandbox.lastSeq + 1 }
    const answered = page.waitForResponse('**/extend')
    wires!.last().send(JSON.stringify({ ...snapshot, sandbox: newer, now: Date.now() }))
    await word.filter({ hasText: 'Met' }).waitFor()
    await answered
    await page.waitForTimeout(300)
    expect(await word.textContent()).toContain('Met')
  })
})

describe('the board of a room', () => {
  it('goes on beating however long it is open', async () => {
    let aheadMs = 0
    const page = await visit('/instructor/c1', instructor, (fresh) =>
      tap(fresh, /\/ws\/room/, (message) => {
        const { rows, now, ...rest } = message as unknown as RoomBoard
        const later = (row: BoardRow) => ({
          ...row,
          samples: row.samples.map(([start, ...how]) => [start + aheadMs, ...how]),
        })
        return { ...rest, now: now + aheadMs, rows: rows?.map(later) }
      }),
    )
    /** Columns with a beat on the first strip: more than the line below them. */
    const beats = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('article canvas')!
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        const columns = new Map<number, number>()
        for (let pixel = 0; pixel * 4 < data.length; pixel += 1) {
          if (data[pixel * 4 + 3] === 0) continue
          columns.set(pixel % canvas.width, (columns.get(pixel % canvas.width) ?? 0) + 1)
        }
        return [...columns.values()].filter((height) => height > 2).length
      })
    await page.locator('article canvas').first().waitFor()
    await expect.poll(beats).toBeGreaterThan(100)
    aheadMs = 60_000
    await page.waitForTimeout(2500)
    expect(await beats()).toBeGreaterThan(100)
  })

  it('has the newest learners first on the wall', async () => {
    const page = await visit('/instructor/c1/projector', instructor)
    await page.locator('.names', { hasText: /^Ingrid/ }).waitFor()
  })
})
