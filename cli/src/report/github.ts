import type { TaskResult } from '../grading/outcome/task-result.ts'
import type { GradeRecord } from './grade-record.ts'

/** Annotations of one kind that a step may have; more are dropped by GitHub. */
const mostPerKind = 10

const inMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const annotation = (kind: 'error' | 'warning', record: GradeRecord, task: TaskResult): string => {
  const line = record.lab.lines[task.id]
  const place = line === undefined ? '' : `,line=${line}`
  return `::${kind} file=${inProperty(record.lab.file)}${place},title=${inProperty(task.id)}::${inMessage(task.message ?? task.verdict)}`
}

/** Workflow commands for a GitHub Actions step: one per task that was not met, the most points first. */
export const githubReport = (record: GradeRecord): string => {
  const tasks = record.runs.flatMap((run) => run.tasks).sort((a, b) => b.points - a.points)
  const of = (verdict: TaskResult['verdict'], kind: 'error' | 'warning'): string[] =>
    tasks
      .filter((task) => task.verdict === verdict)
      .slice(0, mostPerKind)
      .map((task) => annotation(kind, record, task))
  const broken = record.runs.flatMap(({ error }) =>
    error === null ? [] : [`::warning title=sandbox::${inMessage(error)}`],
  )
  const { earned, max } = record.score
  return `${[...of('failed', 'error'), ...of('inconclusive', 'warning'), ...broken, `::notice title=NoOps Dojo::${record.lab.id}: ${record.verdict}, ${earned} of ${max} points`].join('\n')}\n`
}
