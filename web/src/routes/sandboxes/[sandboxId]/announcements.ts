import type { LabDetail, SandboxView } from '@noops-dojo/contracts'
import { language } from '#lib/i18n/language.svelte.ts'
import type { Desk } from '#lib/sandbox/desk.svelte.ts'
import { runningAttempt } from '#lib/sandbox/observation.ts'
import { announcer } from '#lib/ui/announcer.svelte.ts'

/**
 * Gives a function to call with each snapshot. It says changed task states and new verdicts, and shows a verdict
 * that came in while the page was open.
 */
export const followChanges = (desk: Desk): ((view: SandboxView, lab: LabDetail) => void) => {
  let states: Map<string, string> | null = null
  let judged: Set<string> | null = null
  let runningId: string | undefined
  return (view, lab) => {
    const nextStates = new Map(view.tasks.map((task) => [task.id, task.state]))
    const verdicts = desk.live.attempts.flatMap((one) => one.verdict ?? [])
    const w = language.words
    for (const task of view.tasks) {
      if (states === null || states.get(task.id) === task.state) continue
      const known = lab.taskList.find((one) => one.id === task.id)
      announcer.say(w.task.announce(known ? language.pick(known.title) : task.id, w.task.states[task.state]))
    }
    for (const verdict of verdicts) {
      if (judged === null || judged.has(verdict.attemptId)) continue
      announcer.say(w.verdict.announce(verdict.sentence[language.locale]))
      desk.shownVerdict = verdict
    }
    const running = runningAttempt(desk.live.attempts)?.id
    // An attempt that began, perhaps in another tab: what happens now must not be hidden by what an older one said.
    if (judged !== null && running !== undefined && running !== runningId) desk.shownVerdict = null
    runningId = running
    states = nextStates
    judged = new Set(verdicts.map((verdict) => verdict.attemptId))
  }
}
