import type { LabFile, Outcome } from '@noops-dojo/contracts'
import type { AttemptKind, GradingServer } from '../../client/grading-server.ts'
import { makeAttempt, type AttemptOptions } from './make-attempt.ts'

/** What a control run showed. `met`: the placebo stayed quiet, or nothing stood without the mechanism. */
export interface ControlResult {
  readonly taskId: string
  /** `placebo`, or the id of the ablation. */
  readonly name: string
  readonly outcome: Outcome
  readonly sentence: string
}

/** A control that nobody could judge is made again, once, as an attempt is. */
const runsAtMost = 2

type SurviveTask = Extract<LabFile['spec']['tasks'][number], { mode: 'survive' }>

const kindsOf = ({ controls }: SurviveTask): { name: string; kind: AttemptKind }[] => [
  ...(controls.placebo === undefined ? [] : [{ name: 'placebo', kind: { arm: 'placebo' as const } }]),
  ...controls.ablations.map(({ id }) => ({ name: id, kind: { arm: 'ablation' as const, ablation: id } })),
]

const runControl = async (
  server: GradingServer,
  sandboxId: string,
  task: SurviveTask,
  { name, kind }: { name: string; kind: AttemptKind },
  options: AttemptOptions,
): Promise<ControlResult> => {
  for (let runs = 1; ; runs += 1) {
    const verdict = await makeAttempt(server, sandboxId, task, options, kind)
    const outcome = verdict?.outcome ?? 'inconclusive'
    if (outcome === 'inconclusive' && runs < runsAtMost) continue
    return { taskId: task.id, name, outcome, sentence: verdict?.sentence.en ?? 'no verdict' }
  }
}

/** Makes every control run that the lab asks for, one after the other, in a sandbox that its solution has met. */
export const runControls = async (
  server: GradingServer,
  lab: LabFile,
  sandboxId: string,
  options: AttemptOptions,
): Promise<ControlResult[]> => {
  const results: ControlResult[] = []
  for (const task of lab.spec.tasks) {
    if (task.mode !== 'survive') continue
    for (const control of kindsOf(task))
      results.push(await runControl(server, sandboxId, task, control, options))
  }
  return results
}
