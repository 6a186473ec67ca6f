/// <reference lib="dom" />
import type { SandboxView } from '@noops-dojo/contracts'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { startStandIn } from './screens/stand-in.ts'

export const learner = {
  role: 'learner',
  learner: { id: 'l1', nickname: 'Aoi', locale: 'en', classroomId: 'c1', joinedAt: 1 },
  classroom: { id: 'c1', name: 'Tuesday, room 4' },
}

export interface LiveWire {
  /** Changes each snapshot on its way to the page. */
  change: (view: SandboxView) => void
  drop: () => Promise<void>
}

/** Stands between the page and its live connection. */
export const tapLive = async (page: Page): Promise<LiveWire> => {
  const wire: LiveWire = { change: () => {}, drop: () => Promise.resolve() }
  await page.routeWebSocket(/\/ws\/live/, (socket) => {
    const server = socket.connectToServer()
    wire.drop = () => socket.close({ code: 1012 })
    server.onMessage((data) => {
      const message = JSON.parse(String(data)) as { type: string; sandbox: SandboxView }
      if (message.type === 'sandbox') wire.change(message.sandbox)
      socket.send(JSON.stringify(message))
    })
  })
  return wire
}

/** Waits until the focus is in an element that matches `selector`. */
export const focused = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.closest(wanted) !== null, selector)

export interface Visit {
  /** Before the page is opened. */
  prepare?: ((page: Page) => Promise<unknown>) | undefined
  context?: BrowserContextOptions
}

export interface StandInPages {
  readonly origin: string
  /** Opens a page in a browser of its own, as `session`. */
  readonly visit: (path: string, session: object, how?: Visit) => Promise<Page>
  /** Shuts every page that was opened: one left open goes on painting and slows the next. */
  readonly leave: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Starts the stand-in server on `port`, and a browser for its page. Close both at the end. To the browser `dojo.lan` is
 * not an address of this machine, but a page from the network, over plain HTTP; a test that answers for the server
 * needs 127.0.0.1.
 */
export const openStandIn = async (port: number, host = 'dojo.lan'): Promise<StandInPages> => {
  const standIn = await startStandIn(port)
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP dojo.lan 127.0.0.1'],
  })
  const origin = `http://${host}:${port}`
  return {
    origin,
    visit: async (path, session, { prepare, context: options } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options })
      const value = encodeURIComponent(JSON.stringify(session))
      await context.addCookies([{ name: 'mock', value, url: origin }])
      const page = await context.newPage()
      await prepare?.(page)
      await page.goto(origin + path)
      return page
    },
    leave: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    close: async () => {
      await browser.close()
      standIn.kill()
    },
  }
}
