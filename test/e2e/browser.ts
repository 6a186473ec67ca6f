/// <reference lib="dom" />
import { chromium, type Browser, type Page } from 'playwright-core'

/** Chromium of the machine, with nothing that would look outside: there is no internet to look at. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet })

export interface Visitor {
  readonly page: Page
  /** What the page complained about: script errors and console errors. */
  readonly complaints: string[]
}

/** Opens a page as a person with a browser of their own. */
export const openVisitor = async (
  browser: Browser,
  options: { locale?: string; colorScheme?: 'light' | 'dark'; width?: number; height?: number } = {},
): Promise<Visitor> => {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    locale: options.locale ?? 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  return { page, complaints }
}

/** Joins a class by its link and lands in the catalogue. */
export const joinClass = async (
  page: Page,
  origin: string,
  code: string,
  nickname: string,
): Promise<void> => {
  await page.goto(`${origin}/join/${code}`)
  await page.getByLabel('What should we call you?').fill(nickname)
  await page.getByRole('button', { name: 'Enter the dojo' }).click()
  await page.waitForURL('**/labs')
}

/** Starts a lab from its page and waits for a prompt in the terminal. */
export const startLab = async (page: Page, origin: string, lab: string): Promise<void> => {
  await page.goto(`${origin}/labs/${lab}`)
  await page.getByRole('button', { name: 'Start this lab' }).click()
  await page.waitForURL('**/sandboxes/*')
  await waitForText(page, '❯')
}

/** What the terminal shows. */
export const terminalText = (page: Page): Promise<string> => page.locator('.xterm-rows').first().innerText()

export const waitForText = async (page: Page, text: string, timeoutMs = 90_000): Promise<void> => {
  await page.waitForFunction(
    (wanted) => document.querySelector('.xterm-rows')?.textContent?.includes(wanted),
    text,
    { timeout: timeoutMs },
  )
}

/** Types a command into the terminal as a person would. */
export const typeCommand = async (page: Page, command: string): Promise<void> => {
  await page.locator('.xterm-helper-textarea').first().focus()
  await page.keyboard.type(`${command}\n`)
}
