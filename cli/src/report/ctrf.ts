import { longestInterval } from '@noops-dojo/contracts'
import type { TaskResult } from '../grading/outcome/task-result.ts'
import type { GradeRecord, RunRecord } from './grade-record.ts'
import { scriptEndText } from './script-end.ts'

const statuses = { passed: 'passed', failed: 'failed', inconclusive: 'other', blocked: 'skipped' } as const

const recovery = (task: TaskResult, seed: string): object => {
  const last = task.attempts.at(-1)
  if (!last) return {}
  return {
    'dojo.recovery': {
      class: last.class,
      outage_ms: longestInterval(last.injections.map(({ outage }) => outage)),
      availability: last.availability?.ratio ?? null,
      samples: last.availability?.total ?? 0,
      touches: last.handsOff.touches.length,
      seed,
    },
  }
}

/** What every run has its tests in: of several, each has its own. */
const suiteOf = (record: GradeRecord, index: number): string[] =>
  record.runs.length === 1 ? [record.lab.id] : [record.lab.id, `run ${index + 1}`]

/** Of what failed: how the script ended that should have met it. */
const traceOf = (run: RunRecord): { trace?: string } => {
  const trace = scriptEndText(run)
  return trace === '' ? {} : { trace }
}

const testOf = (record: GradeRecord, run: RunRecord, index: number) => (task: TaskResult) => ({
  name: task.id,
  status: statuses[task.verdict],
  duration: Math.round(task.durationMs),
  suite: suiteOf(record, index),
  ...(task.message === null ? {} : { message: task.message }),
  ...(task.verdict === 'failed' ? traceOf(run) : {}),
  ...(task.verdict === 'passed'
    ? {}
    : { rawStatus: task.verdict === 'inconclusive' ? 'ungradable' : (task.reason ?? 'unknown') }),
  filePath: record.lab.file,
  ...(record.lab.lines[task.id] === undefined ? {} : { line: record.lab.lines[task.id] }),
  extra: { 'dojo.score': { points: task.earned, max: task.points }, ...recovery(task, run.seed) },
})

const platformError = (record: GradeRecord, run: RunRecord, index: number) => ({
  name: 'sandbox',
  status: 'other' as const,
  rawStatus: 'ungradable',
  duration: run.endedAt - run.startedAt,
  suite: suiteOf(record, index),
  message: run.error ?? '',
  ...traceOf(run),
})

/** CTRF (ctrf-io/ctrf): times in whole milliseconds, no keys of our own outside `extra`. */
export const ctrfReport = (record: GradeRecord): string => {
  const tests = record.runs.flatMap((run, index) => [
    ...run.tasks.map(testOf(record, run, index)),
    ...(run.error === null ? [] : [platformError(record, run, index)]),
  ])
  const count = (status: string): number => tests.filter((test) => test.status === status).length
  const start = record.runs[0]?.startedAt ?? 0
  const stop = record.runs.at(-1)?.endedAt ?? start
  const report = {
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
    reportId: record.runId,
    timestamp: new Date(stop).toISOString(),
    generatedBy: `dojo-cli/${record.version}`,
    results: {
      tool: { name: 'noops-dojo', version: record.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: count('other'),
        start,
        stop,
      },
      tests,
    },
    ...(record.evidenceKey === null ? {} : { extra: { 'dojo.evidenceKey': record.evidenceKey } }),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
