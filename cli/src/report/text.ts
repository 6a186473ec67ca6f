import colors from 'picocolors'
import type { TaskResult } from '../grading/outcome/task-result.ts'
import type { GradeRecord, RunRecord } from './grade-record.ts'
import { scriptEndText } from './script-end.ts'

const marks: Record<TaskResult['verdict'], string> = {
  passed: colors.green('✓'),
  failed: colors.red('✗'),
  inconclusive: colors.yellow('?'),
  blocked: colors.dim('–'),
}

const taskLine = (task: TaskResult): string => {
  const points = `${task.earned}/${task.points}`.padStart(7)
  const why = task.message === null ? '' : `  ${colors.dim(task.message)}`
  return `  ${marks[task.verdict]} ${task.id.padEnd(20)} ${points}${why}`
}

/** The sentence, then what was printed, set off. */
const scriptLines = (run: RunRecord): string[] => {
  const [sentence = '', ...printed] = scriptEndText(run).split('\n')
  if (sentence === '') return []
  return [`  ${colors.yellow('!')} ${sentence}`, ...printed.map((line) => `    ${colors.dim(`| ${line}`)}`)]
}

const runLines = (run: RunRecord, index: number): string[] => [
  `run ${index + 1}, seed ${run.seed}: ${run.verdict}, ${run.score.earned} of ${run.score.max} points, ${((run.endedAt - run.startedAt) / 1000).toFixed(0)} s`,
  ...run.tasks.map(taskLine),
  ...scriptLines(run),
  ...(run.error === null ? [] : [`  ${colors.yellow('!')} ${run.error}`]),
]

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`

const recoveryLines = (record: GradeRecord): string[] =>
  record.runs.length < 2
    ? []
    : Object.entries(record.recovery).map(
        ([task, { recovered, attempts, inconclusive, low, high }]) =>
          `${task}: recovered ${recovered} of ${attempts} times, 95 % interval ${percent(low)} to ${percent(high)}${inconclusive > 0 ? `; ${inconclusive} inconclusive, not counted` : ''}`,
      )

/** The result for a person at a terminal; the last line is for scripts. */
export const textReport = (record: GradeRecord): string => {
  const { score, verdict } = record
  const last = `DOJO_RESULT ${JSON.stringify({ score: score.earned, max: score.max, verdict })}`
  return `${[...record.runs.flatMap(runLines), ...recoveryLines(record), last].join('\n')}\n`
}
