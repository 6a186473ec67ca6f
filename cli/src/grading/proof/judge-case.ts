import type { SandboxView } from '@noops-dojo/contracts'
import { runVerdict } from '../../report/grade-record.ts'
import type { GradedRun } from '../grade-run.ts'
import { sumPoints } from '../outcome/sum-points.ts'

/** What one try of a lab showed. `inconclusive` and `error` say nothing about the lab’s checks. */
export interface CaseResult {
  readonly labId: string
  /** `fresh`, `solution`, or the script of a wrong solution. */
  readonly name: string
  readonly seed: string
  readonly start: 'cold' | 'warm'
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'error'
  /** What was not as it should be; empty when it passed. */
  readonly problems: readonly string[]
  readonly durationMs: number
}

export type Judged = Pick<CaseResult, 'outcome' | 'problems'>

const judge = (wrong: readonly string[], unsure: readonly string[]): Judged => {
  if (wrong.length > 0) return { outcome: 'failed', problems: [...wrong, ...unsure] }
  return unsure.length > 0
    ? { outcome: 'inconclusive', problems: unsure }
    : { outcome: 'passed', problems: [] }
}

/** In a fresh sandbox no task is met, and none is undecided. */
export const judgeFresh = (sandbox: SandboxView): Judged =>
  judge(
    sandbox.tasks
      .filter(({ state }) => state === 'met')
      .map(({ id }) => `${id} is met before anybody did anything`),
    sandbox.tasks
      .filter(({ state }) => state === 'inconclusive')
      .map(({ id }) => `${id} is inconclusive in a fresh sandbox`),
  )

const explain = ({ tasks, exitCode, output }: GradedRun, id: string): string => {
  const task = tasks.find((item) => item.id === id)
  const seen = task?.observed ? ` (observed ${task.observed})` : ''
  const script =
    exitCode === 0
      ? ''
      : `; the script ended with ${exitCode ?? 'its time limit'}: ${output.trim().slice(-300)}`
  return `${task?.message ?? 'no result'}${seen}${script}`
}

/** With the solution the placebo stays quiet, and nothing stands without a mechanism that the lab names. */
const judgeControls = ({ controls }: GradedRun, outcome: 'unmet' | 'inconclusive'): string[] =>
  controls
    .filter((control) => control.outcome === outcome)
    .map(({ taskId, name, sentence }) => `${taskId}, control ${name}: ${sentence}`)

/** The solution meets every task, and the control runs show that it was the solution. */
export const judgeSolution = (run: GradedRun): Judged => {
  const of = (verdict: string): string[] =>
    run.tasks.filter((task) => task.verdict === verdict).map(({ id }) => id)
  const unsure = of('inconclusive')
  // What waits behind an undecided task was never tried.
  const blocked = unsure.length > 0 ? [] : of('blocked')
  return judge(
    [
      ...[...of('failed'), ...blocked].map((id) => `${id} is not met by the solution: ${explain(run, id)}`),
      ...judgeControls(run, 'unmet'),
    ],
    [
      ...unsure.map((id) => `${id} is inconclusive: ${explain(run, id)}`),
      ...judgeControls(run, 'inconclusive'),
    ],
  )
}

/** A wrong solution leaves the named tasks unmet, does not reach what passes, and it did run. */
export const judgeWrong = (run: GradedRun, unmet: readonly string[], passPercent: number): Judged => {
  const named = run.tasks.filter(({ id }) => unmet.includes(id))
  const crashed =
    run.exitCode === 0
      ? []
      : [
          `the script ended with ${run.exitCode ?? 'its time limit'}, so it proves nothing: ${run.output.trim().slice(-300)}`,
        ]
  return judge(
    [
      ...crashed,
      ...named
        .filter(({ verdict }) => verdict === 'passed')
        .map(({ id }) => `${id} is met by a wrong solution`),
      ...(runVerdict(run.tasks, passPercent) === 'passed'
        ? [
            `it passes the lab with ${sumPoints(run.tasks, 'earned')} of ${sumPoints(run.tasks, 'points')} points: ${passPercent} % are enough`,
          ]
        : []),
    ],
    named
      .filter(({ verdict }) => verdict === 'inconclusive')
      .map(({ id }) => `${id} is inconclusive: ${explain(run, id)}`),
  )
}
