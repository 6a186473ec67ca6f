import type { Page } from 'playwright-core'

export interface Scene {
  name: string
  path: string
  as: 'nobody' | 'learner' | 'instructor'
  /** Brings the page into the state that is to be looked at. */
  prepare?: (page: Page) => Promise<void>
}

const demo = '/sandboxes/demo000001'
const shop = async (page: Page) => {
  await page.waitForSelector('.xterm-rows', { timeout: 15_000, state: 'attached' })
  await page.waitForTimeout(900)
}
const narrowPane = async (page: Page, index: number) => {
  const pane = page.locator('nav.panes button').nth(index)
  if (await pane.isVisible()) await pane.click()
}

/** Every screen of the page on the stand-in server (web/mock). */
export const scenes: Scene[] = [
  { name: 'join', path: '/', as: 'nobody' },
  { name: 'join-name', path: '/join/K7WMQ4', as: 'nobody' },
  {
    name: 'join-unknown',
    path: '/join/ZZZZZZ',
    as: 'nobody',
    prepare: async (page) => {
      await page.fill('#nickname', 'Aoi')
      await page.click('form .primary')
      await page.waitForSelector('[role=alert]')
    },
  },
  {
    name: 'catalogue',
    path: '/labs',
    as: 'learner',
    prepare: async (page) => void (await page.waitForSelector('article')),
  },
  {
    name: 'lab-intro',
    path: '/labs/survive-a-crash',
    as: 'learner',
    prepare: async (page) => void (await page.waitForSelector('aside ol')),
  },
  {
    name: 'host-full',
    path: '/labs/host-full',
    as: 'learner',
    prepare: async (page) => {
      await page.click('aside .primary')
      await page.waitForSelector('[role=alert]')
    },
  },
  {
    name: 'starting',
    path: '/sandboxes/start00001',
    as: 'learner',
    prepare: (page) => page.waitForTimeout(2500),
  },
  { name: 'lab', path: demo, as: 'learner', prepare: shop },
  {
    name: 'lab-second',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await page.click('article nav .button:last-child')
      await page.click('#task-survive .line')
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'lab-timeline',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      const button = page.locator('header .right .wide').first()
      if (await button.isVisible()) await button.click()
      else await narrowPane(page, 3)
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'lab-terminal',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await narrowPane(page, 1)
      await page.waitForTimeout(500)
    },
  },
  {
    name: 'lab-preview',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      const tab = page.locator('[role=tab]').last()
      if (await tab.isVisible()) await tab.click()
      else await narrowPane(page, 2)
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'verdict',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await page.click('article nav .button:last-child')
      await page.click('#task-survive .line')
      await page.locator('#task-survive li .button').first().click()
      await page.waitForSelector('[role=dialog]')
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'end',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await page.click('header .end')
      await page.waitForSelector('[role=alertdialog]')
    },
  },
  { name: 'expiring', path: '/sandboxes/soon000001', as: 'learner', prepare: shop },
  {
    name: 'gone',
    path: '/sandboxes/gone000001',
    as: 'learner',
    prepare: async (page) => void (await page.waitForSelector('h1')),
  },
  {
    name: 'failed',
    path: '/sandboxes/failed0001',
    as: 'learner',
    prepare: async (page) => void (await page.waitForSelector('h1')),
  },
  {
    name: 'unknown-sandbox',
    path: '/sandboxes/nobody0001',
    as: 'learner',
    prepare: async (page) => void (await page.waitForSelector('[role=alert]')),
  },
  { name: 'dropped-in', path: `${demo}?learner=Aoi`, as: 'instructor', prepare: shop },
  { name: 'sign-in', path: '/instructor', as: 'nobody' },
  { name: 'classes', path: '/instructor', as: 'instructor' },
  { name: 'room', path: '/instructor/c1', as: 'instructor', prepare: (page) => page.waitForTimeout(1600) },
  {
    name: 'room-empty',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: (page) => page.waitForTimeout(1200),
  },
  {
    name: 'projector',
    path: '/instructor/c1/projector',
    as: 'instructor',
    prepare: (page) => page.waitForTimeout(1200),
  },
  { name: 'not-found', path: '/nowhere/at/all', as: 'nobody' },
]
