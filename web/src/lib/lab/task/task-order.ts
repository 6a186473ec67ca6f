import type { ContentPage, LabDetail, TaskView } from '@noops-dojo/contracts'

/** The task that a learner should look at: the first that is open and not met; else a regressed one; else none. */
export const currentTask = (tasks: readonly TaskView[]): TaskView | undefined =>
  tasks.find((task) => task.state !== 'met' && task.state !== 'locked')

/**
 * The task that the text begins at: the current one when an earlier one is met, so that whoever comes back goes on where
 * they were. Before anything is met the text begins at its top.
 */
export const taskToBeginAt = (tasks: readonly TaskView[]): TaskView | undefined => {
  const current = currentTask(tasks)
  const earlier = current === undefined ? [] : tasks.slice(0, tasks.indexOf(current))
  return earlier.some((task) => task.state === 'met') ? current : undefined
}

/** Titles of the tasks that must be met before `task` opens. */
export const unmetNeeds = (needs: readonly string[], tasks: readonly TaskView[]): string[] =>
  needs.filter((id) => tasks.find((task) => task.id === id)?.state !== 'met')

/** The pages of a lab in `locale`, or in English when they were not written in it. */
export const pagesOf = (lab: LabDetail, locale: string): ContentPage[] =>
  lab.content[locale] ?? lab.content['en'] ?? []

/** Ids of the tasks that the text of no page shows; they follow after the last page. */
export const tasksOutsideText = (lab: LabDetail, pages: readonly ContentPage[]): string[] => {
  const inText = new Set(
    pages.flatMap((page) => page.blocks.flatMap((b) => (b.type === 'task' ? [b.id] : []))),
  )
  return lab.taskList.map((task) => task.id).filter((id) => !inText.has(id))
}
