export interface PaneActions {
  toggleTimeline: () => void
  showKeys: () => void
  live: () => void
  focusTerminal: () => void
}

const panes = ['text', 'terminal', 'chaos', 'runs', 'strip']

const paneOf = (element: Element | null): number =>
  panes.indexOf(element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? '')

const visiblePane = (name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)].find(
    (one) => one.offsetParent !== null,
  )

const cycle = (step: 1 | -1, actions: PaneActions): void => {
  const start = paneOf(document.activeElement)
  for (let turn = 1; turn <= panes.length; turn += 1) {
    const from = start < 0 && step < 0 ? 0 : start
    const name = panes[(from + step * turn + panes.length * 2) % panes.length] as string
    const pane = visiblePane(name)
    if (pane === undefined) continue
    if (name === 'terminal') actions.focusTerminal()
    else pane.focus()
    return
  }
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
