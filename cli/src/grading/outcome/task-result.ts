import type { JournalEvent, LabFile, SandboxView, Task, TaskView, Verdict } from '@noops-dojo/contracts'

/** A task as a grade says it. `blocked`: a task that it needs was not met, so it never opened. */
export const taskVerdicts = ['passed', 'failed', 'inconclusive', 'blocked'] as const
export type TaskVerdict = (typeof taskVerdicts)[number]

export interface TaskResult {
  readonly id: string
  readonly title: string
  readonly mode: Task['mode']
  readonly verdict: TaskVerdict
  readonly points: number
  readonly earned: number
  /** Short reason in kebab-case: a message key, a verdict’s reason, `never-opened`. */
  readonly reason: string | null
  /** One sentence for people; never raw output of a check. */
  readonly message: string | null
  readonly observed: string | null
  readonly expected: string | null
  readonly durationMs: number
  /** Verdicts of the real runs of a survive or alert task, oldest first; control runs are not among them. */
  readonly attempts: readonly Verdict[]
}

const verdictOf = (view: TaskView): TaskVerdict => {
  if (view.state === 'met') return 'passed'
  if (view.state === 'locked') return 'blocked'
  if (view.state === 'inconclusive' || view.outcome === 'inconclusive') return 'inconclusive'
  return 'failed'
}

const notPassed: Record<Exclude<TaskVerdict, 'passed'>, { reason: string; message: string }> = {
  failed: { reason: 'not-met', message: 'The task was not met.' },
  inconclusive: {
    reason: 'ungradable',
    message: 'Nobody could tell whether the task is met; it is not counted against the submission.',
  },
  blocked: { reason: 'never-opened', message: 'A task that this one needs was not met.' },
}

/** Task → what was wrong with its check, the last time that it did not work, as the event log says it. */
export const brokenChecksIn = (events: readonly JournalEvent[]): ReadonlyMap<string, string> =>
  new Map(
    events
      .filter(({ kind, data }) => kind === 'platform.notice' && data['key'] === 'check-broken')
      .map(({ data }) => [String(data['task']), String(data['problem'])]),
  )

const reasonOf = (
  task: Task,
  view: TaskView,
  verdict: TaskVerdict,
  last: Verdict | undefined,
  broken: string | undefined,
) => {
  if (verdict === 'passed') return { reason: last?.reason ?? null, message: last?.sentence.en ?? null }
  if (verdict === 'blocked') return notPassed.blocked
  if (last) return { reason: last.reason, message: last.sentence.en }
  if (verdict === 'inconclusive' && view.key === null && broken !== undefined)
    return { reason: 'check-broken', message: `The check did not work: it ${broken}.` }
  const said = view.key === null ? undefined : task.messages[view.key]?.en
  return said === undefined ? notPassed[verdict] : { reason: view.key, message: said }
}

/** Gives what a task came to. `durationMs`: what its attempts or its waiting took; `broken`: what was wrong with its check. */
export const taskResult = (
  task: Task,
  view: TaskView,
  durationMs: number,
  broken?: string | undefined,
): TaskResult => {
  const verdict = verdictOf(view)
  // Control runs say what a verdict is worth; they are no attempts at the task.
  const real = view.attempts.filter(({ arm }) => arm === 'fault')
  const attempts = real.flatMap(({ verdict: judged }) => (judged ? [judged] : []))
  return {
    id: task.id,
    title: task.title.en,
    mode: task.mode,
    verdict,
    points: view.points,
    earned: view.earned,
    ...reasonOf(task, view, verdict, attempts.at(-1), broken),
    observed: view.observed,
    expected: view.expected,
    durationMs,
    attempts,
  }
}

/** Gives the results of all tasks in the lab’s order. */
export const taskResults = (
  lab: LabFile,
  sandbox: SandboxView,
  durations: ReadonlyMap<string, number>,
  events: readonly JournalEvent[],
): TaskResult[] => {
  const broken = brokenChecksIn(events)
  return lab.spec.tasks.flatMap((task) => {
    const view = sandbox.tasks.find(({ id }) => id === task.id)
    return view ? [taskResult(task, view, durations.get(task.id) ?? 0, broken.get(task.id))] : []
  })
}
