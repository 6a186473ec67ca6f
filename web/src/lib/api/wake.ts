/**
 * Calls `wake` whenever the page comes back: to the network, to the front, from the browser's cache of pages. Gives the
 * function that ends it. Without a window (a test without a browser) nothing ever wakes.
 */
export const onWake = (
  wake: () => void,
  page = globalThis as Partial<Window & typeof globalThis>,
): (() => void) => {
  const { document } = page
  if (page.addEventListener === undefined || document === undefined) return () => {}
  const shown = () => document.visibilityState === 'visible' && wake()
  page.addEventListener('online', wake)
  page.addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', shown)
  return () => {
    page.removeEventListener?.('online', wake)
    page.removeEventListener?.('pageshow', wake)
    document.removeEventListener('visibilitychange', shown)
  }
}
