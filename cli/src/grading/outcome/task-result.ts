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

/** What is known of a task beside its view. */
export interface TaskContext {
  /** What its attempts or its waiting took. */
  readonly durationMs: number
  /** What was wrong with its check. */
  readonly broken?: string | undefined
  /** Whether the submission answers it; only of a quiz. */
  readonly isAnswered?: boolean
  /** Whether the time of the run was over before everything was tried. */
  readonly isCutShort?: boolean
}

const longestQuestion = 200

/** Gives the question in one line, for a report that is read without the lab. */
const questionOf = (quiz: Extract<Task, { mode: 'quiz' }>['quiz']): string => {
  const text = quiz.ask.en.replaceAll(/\s+/g, ' ').trim()
  return text.length > longestQuestion ? `${text.slice(0, longestQuestion).toWellFormed()}…` : text
}

const cutShort = {
  reason: 'time-over',
  message: 'The time of the run was over before this was judged; it is not counted against the submission.',
}

const reasonOf = (
  task: Task,
  view: TaskView,
  verdict: TaskVerdict,
  last: Verdict | undefined,
  { broken, isAnswered, isCutShort }: TaskContext,
) => {
  if (verdict === 'inconclusive' && isCutShort === true && !last) return cutShort
  if (verdict === 'failed' && task.mode === 'quiz' && isAnswered === false)
    return {
      reason: 'not-answered',
      message: `The question "${questionOf(task.quiz)}" was not answered: answers.json has no "${task.id}".`,
    }
  if (verdict === 'passed') return { reason: last?.reason ?? null, message: last?.sentence.en ?? null }
  if (verdict === 'blocked') return notPassed.blocked
  if (last) return { reason: last.reason, message: last.sentence.en }
  if (verdict === 'inconclusive' && view.key === null && broken !== undefined)
    return { reason: 'check-broken', message: `The check did not work: it ${broken}.` }
  const said = view.key === null ? undefined : task.messages[view.key]?.en
  return said === undefined ? notPassed[verdict] : { reason: view.key, message: said }
}

/** What was not judged when the time was over might still have been met. */
const isOpen = (view: TaskView, attempts: readonly Verdict[], context: TaskContext): boolean =>
  context.isCutShort === true && view.state !== 'met' && attempts.length === 0 && context.isAnswered !== false

/** Gives what a task came to. */
export const taskResult = (task: Task, view: TaskView, context: TaskContext): TaskResult => {
  // Control runs say what a verdict is worth; they are no attempts at the task.
  const real = view.attempts.filter(({ arm }) => arm === 'fault')
  const attempts = real.flatMap(({ verdict: judged }) => (judged ? [judged] : []))
  const verdict = isOpen(view, attempts, context) ? 'inconclusive' : verdictOf(view)
  return {
    id: task.id,
    title: task.title.en,
    mode: task.mode,
    verdict,
    points: view.points,
    earned: view.earned,
    ...reasonOf(task, view, verdict, attempts.at(-1), context),
    observed: view.observed,
    expected: view.expected,
    durationMs: context.durationMs,
    attempts,
  }
}

/** What a run leaves behind beside the sandbox's view. */
export interface RunTrace {
  /** Task → ms that it took. */
  readonly durations: ReadonlyMap<string, number>
  readonly events: readonly JournalEvent[]
  /** What the submission answers, by the quiz's id. */
  readonly answers: Readonly<Record<string, unknown>>
  /** Whether its time was over before everything was tried. */
  readonly isCutShort: boolean
}

/** Gives the results of all tasks in the lab’s order. */
export const taskResults = (
  lab: LabFile,
  sandbox: SandboxView,
  { durations, events, answers, isCutShort }: RunTrace,
): TaskResult[] => {
  const broken = brokenChecksIn(events)
  return lab.spec.tasks.flatMap((task) => {
    const { id, mode } = task
    const view = sandbox.tasks.find((item) => item.id === id)
    if (!view) return []
    const context = { durationMs: durations.get(id) ?? 0, broken: broken.get(id), isCutShort }
    const isAnswered = mode === 'quiz' ? { isAnswered: Object.hasOwn(answers, id) } : {}
    return [taskResult(task, view, { ...context, ...isAnswered })]
  })
}
