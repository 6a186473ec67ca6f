import type { Page } from 'playwright-core'

export interface Scene {
  name: string
  path: string
  as: 'nobody' | 'learner' | 'instructor'
  /** A screen of its own, a phone's, in place of the sizes that were asked for; CSS pixels. */
  size?: { width: number; height: number }
  /** Brings the page into the state that is to be looked at. */
  prepare?: (page: Page) => Promise<void>
}

/** Waits until something is on the page. */
export const seen = (selector: string) => async (page: Page) => void (await page.waitForSelector(selector))
/** Waits for a time, in ms: until what comes over a socket has been drawn. */
export const after = (ms: number) => (page: Page) => page.waitForTimeout(ms)

/** Waits until the lab page of the stand-in shows its terminal. */
export const shop = async (page: Page): Promise<void> => {
  await page.waitForSelector('.xterm-rows', { timeout: 15_000, state: 'attached' })
  await page.waitForTimeout(900)
}
