import type { NoopsScore, Task, TaskView, Verdict } from '@noops-dojo/contracts'
import { handsOffFactor, recoveriesOf, recoveryRateFactor, scoreOfFactors } from './noops-score.ts'

/** The latest verdict of a task’s real runs that could be judged and scored. */
const latest = ({ attempts }: TaskView): Verdict | undefined =>
  attempts
    .flatMap(({ arm, verdict }) => (arm === 'fault' && verdict ? [verdict] : []))
    .findLast(({ outcome, score }) => outcome !== 'inconclusive' && score !== null)

const availabilityOf = (verdict: Verdict): number =>
  verdict.score?.factors.find(({ name }) => name === 'availability')?.value ?? 0

/**
 * NoOps score of a sandbox over the latest conclusive verdict of each survive task: the mean of their availability
 * factors, the hands of all of them together, and the recovery rate over all their injections. Null before the first.
 */
export const sandboxScore = (
  tasks: readonly Pick<Task, 'id' | 'mode'>[],
  views: readonly TaskView[],
): NoopsScore | null => {
  const survive = new Set(tasks.filter(({ mode }) => mode === 'survive').map(({ id }) => id))
  const verdicts = views.filter(({ id }) => survive.has(id)).flatMap((view) => latest(view) ?? [])
  if (verdicts.length === 0) return null
  const shares = verdicts.map(availabilityOf)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const short = shares.filter((share) => share < 1).length
  const recoveries = verdicts.map(({ injections, writes }) => recoveriesOf(injections, writes))
  const sum = (of: 'recovered' | 'conclusive' | 'lostWrites') =>
    recoveries.reduce((total, each) => total + each[of], 0)
  return scoreOfFactors([
    {
      name: 'availability',
      value: Number(mean.toFixed(4)),
      evidence: {
        en: `Mean over ${shares.length} ${shares.length === 1 ? 'task' : 'tasks'}; ${short} of them answered less often than asked for.`,
        ja: `${shares.length} 個の課題の平均です。うち ${short} 個は、求められた割合に届きませんでした。`,
      },
    },
    handsOffFactor(verdicts.reduce((total, { handsOff }) => total + handsOff.touches.length, 0)),
    recoveryRateFactor({
      recovered: sum('recovered'),
      conclusive: sum('conclusive'),
      // The injections of a task that lost writes count as not recovered already; the others keep theirs.
      lostWrites: sum('recovered') === 0 ? sum('lostWrites') : 0,
    }),
  ])
}
