import {
  attemptPhases,
  sandboxStates,
  type Attempt,
  type FaultRun,
  type SandboxView,
  type TaskView,
} from '@noops-dojo/contracts'

/**
 * The newer of what the page knows and what came in: answers of calls and live snapshots may overtake each other. The
 * end of the event log at which a view was read tells. Views of the same moment differ in what no event tells; the
 * other's deadlines are taken, and the state that is further.
 */
export const newerView = (known: SandboxView | null, other: SandboxView): SandboxView => {
  if (known === null || other.lastSeq > known.lastSeq) return other
  if (other.lastSeq < known.lastSeq) return known
  const { endsAt, idleEndsAt, extensionsLeft } = other
  const isFurther = sandboxStates.indexOf(other.state) > sandboxStates.indexOf(known.state)
  return { ...known, endsAt, idleEndsAt, extensionsLeft, state: isFurther ? other.state : known.state }
}

const progress = ({ phase, verdict }: Attempt): number =>
  attemptPhases.indexOf(phase) + (verdict === null ? 0 : attemptPhases.length)

const furthestAttempts = (known: readonly Attempt[], others: readonly Attempt[]): Attempt[] => {
  const byId = new Map(known.map((attempt) => [attempt.id, attempt]))
  for (const other of others) {
    const attempt = byId.get(other.id)
    if (attempt === undefined || progress(other) > progress(attempt)) byId.set(other.id, other)
  }
  return [...byId.values()]
}

const newerTask = (known: TaskView, answer: TaskView, hasNews: boolean): TaskView => {
  const [answered, seen] = [answer.checkedAt ?? 0, known.checkedAt ?? 0]
  const isOlder = answered < seen || (answered === seen && hasNews)
  return {
    ...(isOlder ? known : answer),
    hintsOpened: Math.max(known.hintsOpened, answer.hintsOpened),
    attempts: furthestAttempts(known.attempts, answer.attempts),
  }
}

/**
 * The view with what a call answered about one task. `askedAtSeq`: `lastSeq` of the view when the call was made; with
 * news since, the answer counts only when the task was checked later.
 */
export const withTask = (view: SandboxView, answer: TaskView, askedAtSeq: number): SandboxView => {
  const hasNews = view.lastSeq > askedAtSeq
  const tasks = view.tasks.map((task) => (task.id === answer.id ? newerTask(task, answer, hasNews) : task))
  return { ...view, tasks }
}

const runOrder: readonly FaultRun['state'][] = ['planned', 'injecting', 'effective', 'reverting']
const runProgress = ({ state }: FaultRun): number => {
  const place = runOrder.indexOf(state)
  return place === -1 ? runOrder.length : place
}

/** The view with what a call answered about a fault run, unless the page knows that it is further. */
export const withRun = (view: SandboxView, run: FaultRun): SandboxView => {
  const known = view.faultRuns.find(({ id }) => id === run.id)
  if (known !== undefined && runProgress(known) > runProgress(run)) return view
  const faultRuns = known
    ? view.faultRuns.map((one) => (one === known ? run : one))
    : [...view.faultRuns, run]
  return { ...view, faultRuns }
}
