import type { GradeRecord, RunRecord } from './grade-record.ts'

/** The run with the lowest score stands for all. */
const lowest = (runs: readonly RunRecord[]): RunRecord | undefined =>
  [...runs].filter(({ error }) => error === null).sort((a, b) => a.score.earned - b.score.earned)[0]

/**
 * Gradescope’s results.json. A task that nobody could judge is left out and told in `output`; when no run could be
 * judged there is no result, so that the autograder fails instead of giving zero points.
 */
export const gradescopeReport = (record: GradeRecord): string | undefined => {
  const run = lowest(record.runs)
  if (!run) return undefined
  const judged = run.tasks.filter(({ verdict }) => verdict !== 'inconclusive')
  const open = run.tasks.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id)
  const report = {
    score: run.score.earned,
    execution_time: Math.round((run.endedAt - run.startedAt) / 1000),
    output: `Run ${record.runId}, seed ${run.seed}.${open.length > 0 ? ` Nobody could judge: ${open.join(', ')}; ask for a regrade.` : ''}`,
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: {
      runId: record.runId,
      lab: record.lab.id,
      labDigest: record.lab.digest,
      verdict: record.verdict,
      evidenceKey: record.evidenceKey,
    },
    tests: judged.map((task, index) => ({
      name: task.title,
      number: String(index + 1),
      score: task.earned,
      max_score: task.points,
      status: task.verdict === 'passed' ? 'passed' : 'failed',
      ...(task.message === null ? {} : { output: task.message }),
      tags: [record.lab.track],
    })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
