import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchDojo, type LaunchedDojo } from '../fixtures/launched-dojo.ts'
import { joinClass, openBrowser, openVisitor, startLab } from './browser.ts'

/** Break it from the console: pick a fault, aim, inject, lift; run experiments; compare them; keep the report. */
describe('a learner at the chaos console', () => {
  let dojo: LaunchedDojo
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    dojo = await launchDojo()
    browser = await openBrowser()
    ;({ page, complaints } = await openVisitor(browser))
    await joinClass(page, dojo.origin, dojo.joinCode, 'Ren')
    await startLab(page, dojo.origin, 'survive-a-crash')
  })

  afterAll(async () => {
    await browser?.close()
    await dojo?.stop()
  })

  const service = (name: string) => page.locator('.drawing').getByRole('button', { name })
  const running = () => page.getByRole('region', { name: 'Running now' })
  const choose = async (fault: string, target: string) => {
    await page.getByRole('searchbox', { name: 'Search faults' }).fill(fault)
    await page.locator('label', { has: page.locator(`input[value="${fault}"]`) }).click()
    await page
      .locator('label', { has: page.locator(`input[name="chaos-target"][value="${target}"]`) })
      .click()
  }
  /** Runs a crash of web as an experiment and waits for its verdict; gives the words of the dialog. */
  const experiment = async (): Promise<string> => {
    await page.getByRole('tab', { name: 'Chaos' }).click()
    await choose('container.crash', 'web')
    await page.getByRole('button', { name: 'Run as experiment' }).click()
    await page.locator('.blocked', { hasText: 'An experiment is running.' }).waitFor({ timeout: 15_000 })
    const dialog = page.getByRole('dialog')
    await dialog.waitFor({ timeout: 180_000 })
    const words = await dialog.innerText()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    return words
  }

  it('sees what stands in the sandbox, drawn', async () => {
    await page.getByRole('tab', { name: 'Chaos' }).click()
    await service('web').waitFor({ timeout: 30_000 })
    await service('api').waitFor()
    expect(await service('web').innerText()).toContain('The probe enters here')
  })

  it('is told at the field what is wrong before anything is sent', async () => {
    await choose('process.stop', 'web')
    await page.locator('#param-for').fill('soon')
    await page.getByRole('button', { name: 'Inject now' }).click()
    await page.locator('#param-for[aria-invalid="true"]').waitFor()
    await page.getByText('Write a number and a unit').waitFor()
  })

  it('reads what will happen, injects it, and sees it in the drawing and in the strip', async () => {
    await page.locator('#param-for').fill('45s')
    expect(await page.locator('.effect .sentence').innerText()).toMatch(/web.*45s/)
    await page.getByRole('button', { name: 'Inject now' }).click()
    await running().getByText('process.stop').waitFor({ timeout: 30_000 })
    await page
      .locator('.drawing button', { hasText: 'under fault: process.stop' })
      .waitFor({ timeout: 30_000 })
    await running().getByText('biting now').waitFor({ timeout: 30_000 })
    await page.locator('[data-pane="strip"]').focus()
    await page.keyboard.press('End')
    const spoken = page.locator('section.strip [aria-live="polite"]')
    for (let turn = 0; turn < 12; turn += 1) {
      await page.keyboard.press('j')
      if (/process\.stop.*bites/.test(await spoken.innerText())) break
    }
    expect(await spoken.innerText()).toMatch(/process\.stop.*bites/)
  })

  it('lifts the fault before its time', async () => {
    await page.getByRole('button', { name: 'Lift now: process.stop' }).click()
    await page.getByText('No fault is running.').waitFor({ timeout: 60_000 })
  })

  it('runs a fault as an experiment and gets a verdict that no task is judged by', async () => {
    const words = await experiment()
    expect(words).toContain('Experiment')
    expect(words).toContain('container.crash')
  })

  it('compares two runs at one scale, with the recovery rate', async () => {
    await experiment()
    await page.getByRole('tab', { name: 'Runs' }).click()
    const boxes = page.locator('[data-pane="runs"] input[type="checkbox"]')
    await boxes.nth(1).waitFor()
    expect(await boxes.count()).toBe(2)
    for (const index of [0, 1]) await boxes.nth(index).check()
    await page.getByText('Aligned at the first injection').waitFor()
    expect(await page.locator('[data-pane="runs"] article canvas').count()).toBe(2)
    expect(await page.locator('[data-pane="runs"] tbody tr').count()).toBe(2)
    expect(await page.locator('.rate').innerText()).toMatch(/conclusive run/)
  })

  it('keeps the report of a run as a file', async () => {
    await page.locator('[data-pane="runs"] article').first().getByRole('button', { name: 'Verdict' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Report (HTML)' }).click(),
    ])
    const report = readFileSync(await download.path(), 'utf8')
    expect(report).toMatch(/<html/i)
    expect(report).toContain('container.crash')
  })

  it('never makes the page complain', () => {
    expect(complaints).toEqual([])
  })
})
