import type { BoardRow, Learner, ProbeSample } from '@noops-dojo/contracts'
import type { Lab } from '../lab/lab.ts'
import { extensionsLeft } from '../sandbox/deadlines.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { TaskProgress } from '../task/task-progress.ts'

/** So long a sandbox that could not be built is shown as that; then its learner is somewhere else. */
const failedShownMs = 600_000

const isForgotten = ({ state, goneAt }: Sandbox, now: number): boolean =>
  state === 'gone' || (state === 'failed' && goneAt !== null && now - goneAt > failedShownMs)

const isOver = ({ state }: Sandbox): boolean => state === 'gone' || state === 'failed'

/**
 * The sandbox that says where a learner is: the newest that is not over, else the newest of all. `sandboxes`: newest
 * first.
 */
export const currentSandbox = (sandboxes: readonly Sandbox[], learnerId: string): Sandbox | undefined => {
  const own = sandboxes.filter((sandbox) => sandbox.learnerId === learnerId)
  return own.find((sandbox) => !isOver(sandbox)) ?? own[0]
}

const stuckMs = (sandbox: Sandbox, progress: readonly TaskProgress[], now: number): number => {
  if (sandbox.readyAt === null) return 0
  const begun = Math.max(sandbox.readyAt, sandbox.claimedAt ?? 0)
  const lastMet = progress.reduce((last, { metAt }) => Math.max(last, metAt ?? 0), 0)
  return Math.max(0, now - Math.max(begun, lastMet))
}

/** Where a learner is in their sandbox. */
interface Work {
  readonly sandbox: Sandbox
  readonly lab: Lab | undefined
  readonly progress: readonly TaskProgress[]
}

const reached = ({ lab, progress }: Work) => {
  const met = new Set(progress.filter(({ state }) => state === 'met').map(({ taskId }) => taskId))
  const tasks = lab?.file.spec.tasks ?? []
  const next = tasks.find(({ id }) => !met.has(id))
  return { taskId: next?.id ?? null, met: tasks.filter(({ id }) => met.has(id)).length, total: tasks.length }
}

const nothing = { sandboxId: null, labId: null, taskId: null, lastActiveAt: null, extensionsLeft: 0 }
const noWork = { ...nothing, state: 'idle', met: 0, total: 0, stuckMs: 0 }

/**
 * One line of the board: where a learner is, and for how long. Somebody whose sandbox is gone has none, but what they
 * reached in it stays. `now`: epoch ms.
 */
export const boardRow = (
  learner: Learner,
  work: Work | undefined,
  samples: ProbeSample[],
  now: number,
): BoardRow => {
  const who = { learnerId: learner.id, nickname: learner.nickname, samples }
  if (work === undefined) return { ...who, ...noWork }
  const { sandbox, progress } = work
  const { taskId, met, total } = reached(work)
  if (isForgotten(sandbox, now)) return { ...who, ...noWork, labId: sandbox.labId, met, total }
  const { id: sandboxId, labId, state, lastActiveAt } = sandbox
  const place = { sandboxId, labId, state, lastActiveAt, taskId, met, total }
  if (isOver(sandbox)) return { ...who, ...place, stuckMs: 0, extensionsLeft: 0 }
  const waited = taskId === null ? 0 : stuckMs(sandbox, progress, now)
  return { ...who, ...place, stuckMs: waited, extensionsLeft: extensionsLeft(sandbox) }
}
