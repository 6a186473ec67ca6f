/// <reference lib="dom" />
import type { ContentBlock, LabDetail, SandboxView } from '@noops-dojo/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { focused, learner, openStandIn, tapLive, type StandInPages, type Visit } from './stand-in-pages.ts'

const upright = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const demo = '/sandboxes/demo000001'
/** Six tasks, two pages, and no attempt that runs. */
const calm = '/sandboxes/calm000001'
const openBlock: ContentBlock = { type: 'action', action: 'open', language: '', text: '', args: {} }

/** Puts a button that opens the app at the top of the text. */
const withOpenButton = (page: Page) =>
  page.route('**/api/labs/*', async (route) => {
    const answer = await route.fetch()
    const lab = (await answer.json()) as LabDetail
    for (const pages of Object.values(lab.content)) pages[0]?.blocks.unshift(openBlock)
    await route.fulfill({ response: answer, json: lab })
  })

/** What was sent to the shell, byte for byte. */
const typedBytes = (page: Page): number[] => {
  const bytes: number[] = []
  page.on('websocket', (socket) => {
    if (!socket.url().includes('terminal')) return
    socket.on('framesent', ({ payload }) => typeof payload !== 'string' && bytes.push(...payload))
  })
  return bytes
}

const pageTitle = (page: Page) => page.locator('article h2').first()
const pane = (page: Page, name: string) => page.locator('nav.panes').getByRole('button', { name })

let stand: StandInPages
beforeAll(async () => {
  stand = await openStandIn(7440, '127.0.0.1')
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

const openLab = async (path: string, how: Visit = {}): Promise<Page> => {
  const page = await stand.visit(path, learner, how)
  await page.locator('.xterm-rows').first().waitFor({ state: 'attached' })
  return page
}

describe('the lab on a phone', () => {
  it('brings the app into view when the text opens it', async () => {
    const page = await openLab(demo, {
      context: upright,
      prepare: withOpenButton,
    })
    await page.getByRole('button', { name: 'Open the app' }).tap()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Shop' }).waitFor()
    await page.locator('iframe').waitFor({ state: 'visible' })
    await focused(page, '[data-pane=preview]')
    await pane(page, 'Text').tap()
    await pageTitle(page).waitFor()
  })

  it('brings the terminal into view when the text runs a command', async () => {
    const page = await openLab(calm, { context: upright })
    await page.locator('.block button').first().tap()
    await page.locator('.xterm-screen').waitFor({ state: 'visible' })
    await focused(page, '[data-pane=terminal]')
    expect(await pane(page, 'Terminal').getAttribute('aria-pressed')).toBe('true')
  })

  it('holds Ctrl down for the next letter of the phone’s keyboard', async () => {
    let bytes: number[] = []
    const page = await openLab(calm, {
      context: upright,
      prepare: (fresh) => Promise.resolve(void (bytes = typedBytes(fresh))),
    })
    await pane(page, 'Terminal').tap()
    const control = page.getByRole('button', { name: 'Ctrl', exact: true })
    await control.tap()
    await focused(page, '.xterm')
    await page.keyboard.type('oo')
    await expect.poll(() => bytes).toEqual([15, 111])
    expect(await control.getAttribute('aria-pressed')).toBe('false')
    await control.tap()
    await page.getByRole('button', { name: 'Ctrl X' }).tap()
    await expect.poll(() => bytes).toEqual([15, 111, 24])
  })

  it.each([
    { width: 844, height: 390, least: 190, most: 0.16 },
    { width: 667, height: 375, least: 170, most: 0.16 },
    { width: 320, height: 568, least: 220, most: 0.18 },
    { width: 390, height: 844, least: 400, most: 0.28 },
  ])('leaves room for the text at $width × $height', async ({ width, height, least, most }) => {
    const page = await openLab(demo, { context: { ...upright, viewport: { width, height } } })
    const text = await page.locator('[data-pane=text]').boundingBox()
    expect(text?.height).toBeGreaterThan(least)
    expect(text?.width).toBe(width)
    const spare = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(spare).toBe(0)
    const strip = await page.locator('section.strip').boundingBox()
    expect((strip?.height ?? height) / height).toBeLessThan(most)
  })

  it('has controls of the strip that a finger hits', async () => {
    const page = await openLab(calm, { context: upright })
    for (const control of await page.locator('section.strip .controls button').all()) {
      const box = await control.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(40)
    }
  })

  it('shows the points, and has record, keys and learner behind one button', async () => {
    const page = await openLab(calm, { context: upright })
    await page.locator('header').getByText('18 of 100 points').waitFor()
    const more = page.getByRole('button', { name: 'More' })
    await more.tap()
    const menu = page.locator('#more')
    await menu.getByText('Aoi').waitFor()
    await menu.getByText('Tuesday, room 4').waitFor()
    expect(await menu.getByRole('link', { name: 'Download the record' }).getAttribute('href')).toContain(
      '/export',
    )
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await focused(page, '[aria-controls=more]')
    await more.tap()
    await menu.getByRole('button', { name: 'Keys' }).tap()
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await focused(page, '[aria-controls=more]')
  })

  it('says on the other pages who is there, and in which class', async () => {
    const page = await stand.visit('/labs', learner, { context: upright })
    await page.getByRole('button', { name: 'More' }).tap()
    await page.locator('#more').getByText('Aoi').waitFor()
    await page.locator('#more').getByText('Tuesday, room 4').waitFor()
    await page.locator('#more').getByRole('button', { name: 'Sign out' }).waitFor()
    await page.locator('main').tap({ position: { x: 10, y: 400 } })
    await page.locator('#more').waitFor({ state: 'hidden' })
  })
})

describe('the lab page', () => {
  it('comes back after a reload with the page and the tab that were in front', async () => {
    const page = await openLab(calm)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('tab', { name: 'Chaos' }).click()
    await page.reload()
    await page.getByRole('tab', { name: 'Chaos', selected: true }).waitFor()
    expect(await pageTitle(page).textContent()).toBe('Now it dies')
  })

  it('stays on the page that was read while the sandbox was built', async () => {
    let ready = (_view: SandboxView): void => {}
    const page = await stand.visit('/sandboxes/start00001', learner, {
      prepare: async (fresh) => {
        const wire = await tapLive(fresh)
        wire.change = (view) => ready(view)
      },
    })
    await page.locator('.steps').waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    ready = (view) => (view.state = 'ready')
    await page.locator('section.strip').waitFor()
    expect(await pageTitle(page).textContent()).toBe('Now it dies')
  })

  const isInView = (page: Page, selector: string) =>
    page.locator(selector).evaluate((element) => {
      const [card, text] = [element, element.closest('[data-pane=text]') as Element]
      const [inner, outer] = [card.getBoundingClientRect(), text.getBoundingClientRect()]
      return inner.top >= outer.top && inner.bottom <= outer.bottom
    })

  it('begins at the current task when an earlier one is met', async () => {
    const page = await openLab(calm)
    await expect.poll(() => isInView(page, '#task-delay')).toBe(true)
  })

  it('begins at the top of the text when nothing is met yet', async () => {
    const page = await openLab(calm, {
      prepare: (fresh) =>
        fresh.route('**/api/sandboxes/calm000001', async (route) => {
          const answer = await route.fetch()
          const view = (await answer.json()) as SandboxView
          for (const task of view.tasks) if (task.state === 'met') task.state = 'unmet'
          await route.fulfill({ response: answer, json: view })
        }),
    })
    expect(await page.locator('[data-pane=text]').evaluate((text) => text.scrollTop)).toBe(0)
  })

  it('goes through all its parts with F6', async () => {
    const page = await openLab(calm)
    const visited = async (times: number) => {
      const names: string[] = []
      for (let turn = 0; turn < times; turn += 1) {
        await page.keyboard.press('F6')
        names.push(
          await page.evaluate(
            () => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? '',
          ),
        )
      }
      return names
    }
    await page.getByRole('tab', { name: 'Shop' }).click()
    await page.getByRole('button', { name: 'Timeline' }).click()
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    expect(await visited(5)).toEqual(['text', 'preview', 'timeline', 'strip', 'text'])
  })

  it('gives the focus to the tab in front when a terminal’s tab is closed, and leaves it closed', async () => {
    const page = await openLab(calm, {
      prepare: (fresh) =>
        fresh.route('**/api/sandboxes/calm000001', async (route) => {
          const answer = await route.fetch()
          const view = (await answer.json()) as SandboxView
          await route.fulfill({ response: answer, json: { ...view, terminals: ['main', 'extra-2'] } })
        }),
    })
    await page.getByRole('tab', { name: 'extra-2' }).click()
    await page.getByRole('button', { name: 'Close the tab of terminal extra-2' }).click()
    await focused(page, '[role=tab][data-state=active]')
    await page.reload()
    await page.locator('.xterm-rows').first().waitFor({ state: 'attached' })
    expect(await page.getByRole('tab', { name: 'extra-2' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Another terminal' }).click()
    await page.getByRole('tab', { name: 'extra-2', selected: true }).waitFor()
  })
})
