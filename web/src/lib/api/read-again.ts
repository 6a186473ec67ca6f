import { onWake } from './wake.ts'

const againMs = 15_000

/**
 * Reads what a page shows again and again: every fifteen seconds while the page is in front, and at once when it comes
 * back to the front or to the network. The first reading is the caller's own. Gives the function that ends it.
 */
export const readAgain = (
  read: () => void,
  page = globalThis as Partial<Window & typeof globalThis>,
): (() => void) => {
  const timer = setInterval(() => page.document?.visibilityState !== 'hidden' && read(), againMs)
  const stopWaking = onWake(read, page)
  return () => {
    clearInterval(timer)
    stopWaking()
  }
}
