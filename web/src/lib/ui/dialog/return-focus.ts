/** What of an element decides whether it can take the focus; a test brings its own. */
export type FocusTarget = Pick<HTMLElement, 'isConnected' | 'offsetParent' | 'focus'> & {
  readonly disabled?: boolean
}

/**
 * Gives the first of `wanted` that can take the focus: in the page, shown, and not disabled. The page's body, which has
 * the focus when nothing has it, is given for nothing.
 */
export const firstFocusable = (wanted: Iterable<FocusTarget | null | undefined>): FocusTarget | undefined => {
  for (const element of wanted) {
    // Only what is not shown, and the body, has no offset parent: nothing here is fixed.
    if (element?.isConnected && element.offsetParent !== null && element.disabled !== true) return element
  }
  return undefined
}
