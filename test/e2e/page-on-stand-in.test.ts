/// <reference lib="dom" />
import type { SandboxView } from '@noops-dojo/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { focused, learner, openStandIn, tapLive, type LiveWire, type StandInPages } from './stand-in-pages.ts'

const port = 7439

/** Ends the attempt that runs with the verdict of the one before. */
const judge = (view: SandboxView): void => {
  const attempts = view.tasks.find((task) => task.id === 'survive')?.attempts ?? []
  const [judged, running] = [attempts.findLast((one) => one.verdict), attempts.at(-1)]
  if (!judged?.verdict || running === undefined) return
  const verdict = { ...judged.verdict, attemptId: running.id }
  Object.assign(running, { phase: 'done', endedAt: verdict.to, verdict })
}

/** What a person sees of the page, on the stand-in server: no engine is asked. */
describe('the page over plain HTTP', () => {
  let pages: StandInPages
  let origin: string

  beforeAll(async () => {
    pages = await openStandIn(port)
    origin = pages.origin
  })
  afterEach(() => pages.leave())
  afterAll(() => pages.close())

  const visit = (path: string, session: object, prepare?: (page: Page) => Promise<void>) =>
    pages.visit(path, session, { prepare })
  /** Opens a lab with its live connection in our hands. */
  const visitLab = async (id: string): Promise<{ page: Page; wire: LiveWire }> => {
    let wire: LiveWire | undefined
    const page = await visit(`/sandboxes/${id}`, learner, async (fresh) => {
      wire = await tapLive(fresh)
    })
    await page.locator('#task-running').waitFor()
    return { page, wire: wire as LiveWire }
  }

  it('copies the link of a class, though the browser gives it no clipboard', async () => {
    const page = await visit('/instructor/c1', { role: 'instructor' })
    await page.getByRole('button', { name: 'Copy the link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await page.goto(`${origin}/`)
    await page.locator('#code').focus()
    await page.locator('#code').evaluate((field) => field.removeAttribute('maxlength'))
    await page.keyboard.press('Control+V')
    expect(await page.locator('#code').inputValue()).toBe(`${origin}/join/K7WMQ4`)
  })

  it('shows the link to be copied by hand when the browser refuses', async () => {
    const page = await visit('/instructor/c1', { role: 'instructor' })
    await page.evaluate(() => (document.execCommand = () => false))
    await page.getByRole('button', { name: 'Copy the link' }).click()
    await page.getByText('Copy it yourself').first().waitFor()
    await page.waitForFunction((link) => getSelection()?.toString() === link, `${origin}/join/K7WMQ4`)
  })

  it('has sandboxes built before a class comes, says when they are ready, and keeps none on demand', async () => {
    const page = await visit('/instructor/c3', { role: 'instructor' })
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(error.message))
    const count = page.getByLabel('Learners')
    await count.fill('')
    expect(await count.inputValue()).toBe('')
    await count.fill('2')
    await page.getByRole('button', { name: 'Build them now' }).click()
    await page.getByText('2 ready').waitFor()
    await page.getByText('Everything is ready.').waitFor({ state: 'attached' })
    await count.fill('41')
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByText('This host runs as many sandboxes as it may.').waitFor()
    await count.fill('3')
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByText('3 ready').waitFor()
    await page.getByRole('button', { name: 'Keep none ready' }).click()
    await page.getByRole('button', { name: 'Build them now' }).waitFor()
    await focused(page, '#preparation')
    expect(broken).toEqual([])
  })

  it('gives the focus to the task when a verdict that opened by itself is closed', async () => {
    const { page, wire } = await visitLab('demo000001')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.locator('#task-survive').waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    wire.change = judge
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await focused(page, '#task-survive')
  })

  it('gives the focus back to what had it before the verdict', async () => {
    const { page, wire } = await visitLab('demo000001')
    await page.locator('#task-running .line').focus()
    wire.change = judge
    const dialog = page.getByRole('dialog')
    await dialog.locator('.foot').getByRole('button', { name: 'Close' }).click()
    await focused(page, '#task-running')
  })

  it('takes a failure away once the dojo is back', async () => {
    const { page, wire } = await visitLab('demo000001')
    // The stand-in checks each second, and a check that works would take the failure away as well.
    wire.change = (view) => {
      for (const task of view.tasks) task.checkedAt = null
    }
    await page.locator('#task-delay .age').waitFor({ state: 'detached' })
    await page.route('**/check', (route) => route.abort())
    await page.locator('#task-delay').getByRole('button', { name: 'Check now' }).click()
    const note = page.locator('#task-delay').getByRole('alert')
    await note.waitFor()
    await wire.drop()
    await note.waitFor({ state: 'detached' })
  })

  it('says at a malformed code in a link what a code looks like', async () => {
    const page = await visit('/join/xx', { role: 'anonymous' })
    await page.getByText('six letters or digits').waitFor()
    await page.locator('#code').fill('k7w-mq4')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/join/K7WMQ4')
    expect(await page.getByLabel('What should we call you?').inputValue()).toBe('')
  })

  it('leads an instructor who is signed out to the instructor’s door', async () => {
    const page = await visit('/instructor/c1', { role: 'anonymous' })
    await page.getByRole('alert').getByRole('link', { name: 'Sign in as instructor' }).click()
    await page.getByLabel('Instructor key').waitFor()
  })
})
