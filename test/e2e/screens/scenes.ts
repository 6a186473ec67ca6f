import type { Page } from 'playwright-core'

export interface Scene {
  name: string
  path: string
  as: 'nobody' | 'learner' | 'instructor'
  /** Brings the page into the state that is to be looked at. */
  prepare?: (page: Page) => Promise<void>
}

/** Waits until something is on the page. */
export const seen = (selector: string) => async (page: Page) => void (await page.waitForSelector(selector))
/** Waits for a time, in ms: until what comes over a socket has been drawn. */
export const after = (ms: number) => (page: Page) => page.waitForTimeout(ms)

const demo = '/sandboxes/demo000001'
/** Waits until the lab page of the stand-in shows its terminal. */
export const shop = async (page: Page) => {
  await page.waitForSelector('.xterm-rows', { timeout: 15_000, state: 'attached' })
  await page.waitForTimeout(900)
}
const narrowPane = async (page: Page, index: number) => {
  const pane = page.locator('nav.panes button').nth(index)
  if (await pane.isVisible()) await pane.click()
}

const tab = async (page: Page, name: RegExp) => {
  await shop(page)
  await narrowPane(page, 3)
  await page.getByRole('tab', { name }).click()
  await page.waitForTimeout(900)
}
const chaos = (page: Page) => tab(page, /Chaos|カオス/)
const runs = (page: Page) => tab(page, /Runs|実行結果/)
const pickFault = async (page: Page, fault: string) => {
  await page.locator('label', { has: page.locator(`input[value="${fault}"]`) }).click()
  await page.waitForTimeout(200)
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
    prepare: seen('article'),
  },
  {
    name: 'lab-intro',
    path: '/labs/survive-a-crash',
    as: 'learner',
    prepare: seen('aside ol'),
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
    prepare: after(2500),
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
  { name: 'chaos', path: '/sandboxes/calm000001', as: 'learner', prepare: chaos },
  {
    name: 'chaos-fault',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await chaos(page)
      await pickFault(page, 'network.delay')
      await page.locator('.chips label').nth(1).click()
      await page.fill('#param-latency', '2 apples')
      await page.fill('#param-for', '30s')
      await page.locator('#param-for').blur()
      await page.locator('#fault-title').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'chaos-experiment',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await chaos(page)
      for (const fault of ['network.delay', 'http.status']) {
        await pickFault(page, fault)
        await page.locator('.chips label').first().click()
        await page.locator('.ways .button').click()
      }
      await page.locator('.inject').click()
      await page.waitForTimeout(1200)
      await page.locator('#experiment-title').scrollIntoViewIfNeeded()
      await page.evaluate(() => document.querySelector('[data-pane=chaos]')?.scrollTo(0, 9999))
    },
  },
  {
    name: 'chaos-hit',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await chaos(page)
      await page.locator('.drawing button').nth(1).click()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'chaos-blocked',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await chaos(page)
      await pickFault(page, 'container.crash')
    },
  },
  { name: 'runs', path: '/sandboxes/calm000001', as: 'learner', prepare: runs },
  {
    name: 'runs-compare',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await runs(page)
      for (const index of [3, 5])
        await page.locator('[data-pane=runs] input[type=checkbox]').nth(index).check()
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'runs-gone',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await runs(page)
      await page.locator('[data-pane=runs] input[type=checkbox]').first().uncheck()
      await page.locator('[data-pane=runs] input[type=checkbox]').nth(5).check()
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'verdict-experiment',
    path: '/sandboxes/calm000001',
    as: 'learner',
    prepare: async (page) => {
      await runs(page)
      await page.locator('[data-pane=runs] input[type=checkbox]').nth(4).check()
      await page.locator('article header .button').first().click()
      await page.waitForSelector('[role=dialog]')
      await page.waitForTimeout(500)
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
    prepare: seen('h1'),
  },
  {
    name: 'failed',
    path: '/sandboxes/failed0001',
    as: 'learner',
    prepare: seen('h1'),
  },
  {
    name: 'unknown-sandbox',
    path: '/sandboxes/nobody0001',
    as: 'learner',
    prepare: seen('[role=alert]'),
  },
  { name: 'dropped-in', path: `${demo}?learner=Aoi`, as: 'instructor', prepare: shop },
  { name: 'sign-in', path: '/instructor', as: 'nobody' },
  { name: 'classes', path: '/instructor', as: 'instructor' },
  { name: 'room', path: '/instructor/c1', as: 'instructor', prepare: after(1600) },
  {
    name: 'room-prepared',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: async (page) => {
      await page.waitForSelector('section')
      // The stand-in remembers it from the picture before.
      if (!(await page.locator('section .bar').isVisible())) await page.click('section form button')
      await page.waitForSelector('section .bar')
      await after(2400)(page)
    },
  },
  {
    name: 'room-empty',
    path: '/instructor/c3',
    as: 'instructor',
    prepare: after(1200),
  },
  {
    name: 'projector',
    path: '/instructor/c1/projector',
    as: 'instructor',
    prepare: after(1200),
  },
  { name: 'not-found', path: '/nowhere/at/all', as: 'nobody' },
]
