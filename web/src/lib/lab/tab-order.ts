import type { LabDetail, SandboxView } from '@noops-dojo/contracts'

/** What a phone shows of the lab; the three in the middle are tabs of the workspace. */
export const panes = ['text', 'terminal', 'preview', 'chaos', 'timeline'] as const
export type Pane = (typeof panes)[number]

/** The pane in which a tab of the workspace is. */
export const paneOfTab = (tab: string): Pane => {
  if (tab.startsWith('preview')) return 'preview'
  return tab === 'chaos' || tab === 'runs' ? 'chaos' : 'terminal'
}

type Tabs = Pick<LabDetail, 'tabs'>
type Previews = Pick<SandboxView, 'previews'>

/** The previews that have a tab: those that the lab names first, then those that the sandbox was found to serve. */
export const previewTabs = (
  lab: Tabs | null,
  view: Previews | null,
): readonly { target: string; title: string }[] => {
  const wanted = (lab?.tabs ?? []).flatMap((tab) =>
    'preview' in tab ? [{ target: tab.preview, title: tab.title ?? tab.preview }] : [],
  )
  const found = (view?.previews ?? []).filter((one) => !wanted.some((tab) => tab.target === one.target))
  return [...wanted, ...found]
}

/** Whether the lab has runs to look at: it has a console, or a task that is an attempt. */
export const hasRuns = (lab: Pick<LabDetail, 'console' | 'taskList'> | null): boolean =>
  lab !== null && (lab.console || lab.taskList.some((task) => task.survive !== null || task.alert !== null))

/** The tab to begin with: the one that was in front, when it is still there; else the first. */
export const frontTab = (before: string, known: readonly string[]): string =>
  known.includes(before) ? before : (known[0] ?? '')

/** The tab that comes to the front when `closed` goes: its neighbour to the left, else the first that is left. */
export const neighbourOf = (closed: string, names: readonly string[]): string => {
  const rest = names.filter((name) => name !== closed)
  return rest[Math.max(0, names.indexOf(closed) - 1)] ?? ''
}
