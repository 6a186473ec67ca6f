import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { launchDojo, type LaunchedDojo } from '../fixtures/launched-dojo.ts'
import {
  joinClass,
  openBrowser,
  openVisitor,
  startLab,
  terminalText,
  typeCommand,
  waitForText,
} from './browser.ts'

/** The whole promise of the product in one browser: join, build, break, hands off, healed. */
describe('a learner in a browser', () => {
  let dojo: LaunchedDojo
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    dojo = await launchDojo()
    browser = await openBrowser()
    ;({ page, complaints } = await openVisitor(browser))
  })

  afterAll(async () => {
    await browser?.close()
    await dojo?.stop()
  })

  const task = (id: string) => page.locator(`#task-${id}`)
  const isMet = (id: string, timeout = 120_000) => page.locator(`#task-${id}.met`).waitFor({ timeout })
  const open = async (id: string) => {
    const line = task(id).locator('button.line')
    if ((await line.getAttribute('aria-expanded')) !== 'true') await line.click()
  }
  /** Starts the attempt and takes the hands off until the verdict is there; gives the verdict's words. */
  const attempt = async (id: string): Promise<string> => {
    await open(id)
    await task(id).getByRole('button', { name: 'Start the attempt' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor({ timeout: 180_000 })
    const words = await dialog.innerText()
    await page.keyboard.press('Escape')
    return words
  }

  it('joins with the code and gets a terminal with a prompt', async () => {
    await joinClass(page, dojo.origin, dojo.joinCode, 'Aki')
    await startLab(page, dojo.origin, 'survive-a-crash')
    expect(await terminalText(page)).toContain('❯')
  })

  it('keeps the terminal over a reload of the page', async () => {
    await typeCommand(page, 'echo kept-$((40+2))')
    await waitForText(page, 'kept-42')
    await page.reload()
    await waitForText(page, 'kept-42')
  })

  it('repairs the restart delay with the real docker CLI', async () => {
    await typeCommand(page, 'docker service update --restart-delay 1s web')
    await waitForText(page, 'converged')
    await waitForText(page, '❯')
  })

  it('leaves the crash alone and is told that Swarm healed it with no hands', async () => {
    expect(await attempt('comes-back')).toMatch(/Healed by Swarm in .* no hands/)
    await isMet('comes-back', 10_000)
  })

  it('scales to two replicas and sees the check notice', async () => {
    await typeCommand(page, 'docker service scale --detach web=2')
    await isMet('two-replicas')
  })

  it('survives two crashes that nobody notices', async () => {
    await attempt('nobody-notices')
    await isMet('nobody-notices', 10_000)
  })

  it('answers the question and passes the lab', async () => {
    await open('why')
    await task('why').getByText('The other replica answered').click()
    await task('why')
      .getByRole('button', { name: /answer/i })
      .click()
    await isMet('why', 10_000)
    await page.getByText('100 of 100 points').first().waitFor({ timeout: 10_000 })
  })

  it('never makes the page complain', () => {
    expect(complaints).toEqual([])
  })
})
