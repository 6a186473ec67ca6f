export interface PaneActions {
  toggleTimeline: () => void
  showKeys: () => void
  live: () => void
  focusTerminal: () => void
}

/** The parts of the page in the order of F6: each is a `data-pane`. Which are there depends on tab, drawer and width. */
const order = ['text', 'terminal', 'preview', 'chaos', 'runs', 'timeline', 'strip']

/** Names of the parts to try one after the other, from the one after (or before) `current`; all when it is in none. */
export const panesFrom = (current: string, step: 1 | -1): readonly string[] => {
  const forward = step > 0 ? order : order.toReversed()
  const at = forward.indexOf(current)
  return [...forward.slice(at + 1), ...forward.slice(0, at + 1)]
}

const focusableIn = (pane: HTMLElement): HTMLElement | null =>
  pane.tabIndex >= 0 || pane.hasAttribute('tabindex') ? pane : pane.querySelector<HTMLElement>('[tabindex]')

/** Gives the focus to the pane of this name. Gives false when it is not shown. */
export const focusPane = (name: string): boolean => {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)]
  const pane = all.find((one) => one.offsetParent !== null)
  if (pane === undefined) return false
  focusableIn(pane)?.focus()
  return true
}

const cycle = (step: 1 | -1, actions: PaneActions): void => {
  const current = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? ''
  const name = panesFrom(current, step).find(focusPane)
  if (name === 'terminal') actions.focusTerminal()
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Gives the key handler of the lab page. F6 works everywhere, also in the terminal; letters only outside of it. */
export const paneKeys =
  (actions: PaneActions) =>
  (event: KeyboardEvent): void => {
    if (event.key === 'F6') {
      event.preventDefault()
      cycle(event.shiftKey ? -1 : 1, actions)
      return
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return
    const act = { '?': actions.showKeys, t: actions.toggleTimeline, l: actions.live }[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
