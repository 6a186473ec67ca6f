import type { Page } from 'playwright-core'
import { after, seen, shop, type Scene } from './scene.ts'

const demo = '/sandboxes/demo000001'
/** What is pressed, by its name in both languages: its place changes when something is added. */
const words = {
  terminal: /^(Terminal|ターミナル)$/,
  preview: /^(App|アプリ)$/,
  chaos: /^(Chaos|カオス)$/,
  timeline: /^(Timeline|タイムライン)$/,
  keys: /^(Keys|キー操作)$/,
  more: /^(More|その他)$/,
}

/** Presses the switch of a phone's panes. Gives false where there is no such switch. */
const choosePane = async (page: Page, name: RegExp): Promise<boolean> => {
  const pane = page.locator('nav.panes').getByRole('button', { name })
  if (!(await pane.isVisible())) return false
  await pane.click()
  return true
}

const tab = async (page: Page, name: RegExp) => {
  await shop(page)
  await choosePane(page, words.chaos)
  await page.getByRole('tab', { name }).click()
  await page.waitForTimeout(900)
}
const chaos = (page: Page) => tab(page, words.chaos)
const runs = (page: Page) => tab(page, /Runs|実行結果/)
const pickFault = async (page: Page, fault: string) => {
  await page.locator('label', { has: page.locator(`input[value="${fault}"]`) }).click()
  await page.waitForTimeout(200)
}

/** Every screen of a lab, on the stand-in server (web/mock). */
export const labScenes: Scene[] = [
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
      if (!(await choosePane(page, words.timeline)))
        await page.getByRole('button', { name: words.timeline }).click()
      await page.locator('[data-pane=timeline]').filter({ visible: true }).waitFor()
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'lab-terminal',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await choosePane(page, words.terminal)
      await page.waitForTimeout(500)
    },
  },
  {
    name: 'lab-preview',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      if (!(await choosePane(page, words.preview))) await page.getByRole('tab', { name: 'Shop' }).click()
      await page.locator('iframe').waitFor({ state: 'visible' })
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'lab-control-key',
    path: demo,
    as: 'learner',
    size: { width: 390, height: 844 },
    prepare: async (page) => {
      await shop(page)
      await choosePane(page, words.terminal)
      await page.getByRole('button', { name: 'Ctrl', exact: true }).click()
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'lab-more',
    path: demo,
    as: 'learner',
    size: { width: 390, height: 844 },
    prepare: async (page) => {
      await shop(page)
      await page.getByRole('button', { name: words.more }).click()
      await page.locator('#more').waitFor()
    },
  },
  {
    name: 'lab-landscape',
    path: demo,
    as: 'learner',
    size: { width: 844, height: 390 },
    prepare: shop,
  },
  {
    name: 'lab-landscape-terminal',
    path: demo,
    as: 'learner',
    size: { width: 667, height: 375 },
    prepare: async (page) => {
      await shop(page)
      await choosePane(page, words.terminal)
      await page.waitForTimeout(500)
    },
  },
  {
    name: 'lab-small',
    path: demo,
    as: 'learner',
    size: { width: 320, height: 568 },
    prepare: shop,
  },
  {
    name: 'lab-running',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      await page.click('article nav .button:last-child')
      const line = page.locator('#task-survive .line')
      if ((await line.getAttribute('aria-expanded')) !== 'true') await line.click()
      await page.locator('#task-survive').evaluate((task) => task.scrollIntoView())
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'lab-keys',
    path: demo,
    as: 'learner',
    prepare: async (page) => {
      await shop(page)
      const more = page.getByRole('button', { name: words.more })
      if (await page.getByRole('button', { name: words.keys }).isHidden()) await more.click()
      await page.getByRole('button', { name: words.keys }).filter({ visible: true }).click()
      await page.waitForSelector('[role=dialog]')
      await page.waitForTimeout(300)
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
]
