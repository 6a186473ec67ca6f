import type { BoardRow, Learner, ProbeSample } from '@noops-dojo/contracts'
import type { Lab } from '../lab/lab.ts'
import { extensionsLeft } from '../sandbox/deadlines.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { TaskProgress } from '../task/task-progress.ts'

const finished: readonly Sandbox['state'][] = ['gone', 'failed']

/** The sandbox that a learner works in now: the newest that is not over. `sandboxes`: newest first. */
export const currentSandbox = (sandboxes: readonly Sandbox[], learnerId: string): Sandbox | undefined =>
  sandboxes.find((sandbox) => sandbox.learnerId === learnerId && !finished.includes(sandbox.state))

const stuckMs = (sandbox: Sandbox, progress: readonly TaskProgress[], now: number): number => {
  if (sandbox.readyAt === null) return 0
  const begun = Math.max(sandbox.readyAt, sandbox.claimedAt ?? 0)
  const lastMet = progress.reduce((last, { metAt }) => Math.max(last, metAt ?? 0), 0)
  return Math.max(0, now - Math.max(begun, lastMet))
}

/** One line of the board: where a learner is, and for how long. `now`: epoch ms. */
export const boardRow = (
  learner: Learner,
  work: { sandbox: Sandbox; lab: Lab | undefined; progress: readonly TaskProgress[] } | undefined,
  samples: ProbeSample[],
  now: number,
): BoardRow => {
  const who = { learnerId: learner.id, nickname: learner.nickname }
  if (work === undefined) {
    const nothing = { sandboxId: null, labId: null, taskId: null, lastActiveAt: null, extensionsLeft: 0 }
    return { ...who, ...nothing, state: 'idle', met: 0, total: 0, stuckMs: 0, samples: [] }
  }
  const { sandbox, lab, progress } = work
  const met = new Set(progress.filter(({ state }) => state === 'met').map(({ taskId }) => taskId))
  const tasks = lab?.file.spec.tasks ?? []
  const next = tasks.find(({ id }) => !met.has(id))
  return {
    ...who,
    sandboxId: sandbox.id,
    labId: sandbox.labId,
    state: sandbox.state,
    taskId: next?.id ?? null,
    met: tasks.filter(({ id }) => met.has(id)).length,
    total: tasks.length,
    stuckMs: next === undefined ? 0 : stuckMs(sandbox, progress, now),
    lastActiveAt: sandbox.lastActiveAt,
    extensionsLeft: extensionsLeft(sandbox),
    samples,
  }
}
