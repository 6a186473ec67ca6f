import { longestInterval } from '@noops-dojo/contracts'
import type { TaskResult } from '../grading/outcome/task-result.ts'
import type { GradeRecord, RunRecord } from './grade-record.ts'
import { scriptEndText } from './script-end.ts'
import { element } from './xml.ts'

const seconds = (ms: number): string => (ms / 1000).toFixed(3)
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19)

/** kebab-case reason → the type names that JUnit readers expect. */
const typeName = (reason: string): string =>
  reason
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const evidence = (task: TaskResult, run: RunRecord): string => {
  const last = task.attempts.at(-1)
  const parts = [
    task.expected === null ? '' : `expected ${task.expected}`,
    task.observed === null ? '' : `observed ${task.observed}`,
    last?.availability
      ? `availability=${last.availability.ratio.toFixed(3)} samples=${last.availability.total}`
      : '',
    last ? `touches=${last.handsOff.touches.length}` : '',
    scriptEndText(run),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

const problem = (task: TaskResult, run: RunRecord): string[] => {
  const attributes = { type: typeName(task.reason ?? 'unknown'), message: task.message ?? '' }
  if (task.verdict === 'failed') return [element('failure', attributes, evidence(task, run))]
  if (task.verdict === 'inconclusive') return [element('error', { ...attributes, type: 'Ungradable' })]
  return task.verdict === 'blocked' ? [element('skipped', { message: attributes.message })] : []
}

const properties = (values: Readonly<Record<string, string | number | null>>): string[] => {
  const list = Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => element('property', { name, value: value ?? '' }))
  return list.length === 0 ? [] : [element('properties', {}, list)]
}

const testcase = (record: GradeRecord, run: RunRecord, task: TaskResult): string => {
  const last = task.attempts.at(-1)
  const outage = longestInterval((last?.injections ?? []).map(({ outage }) => outage))
  const measured = properties({
    outage_min_ms: outage?.minMs ?? null,
    outage_max_ms: outage?.maxMs ?? null,
    outcome_class: last?.class ?? null,
  })
  return element(
    'testcase',
    {
      name: task.id,
      classname: record.lab.id,
      time: seconds(task.durationMs),
      file: record.lab.file,
      line: record.lab.lines[task.id],
    },
    [...measured, ...problem(task, run)],
  )
}

const platformError = (record: GradeRecord, run: RunRecord): string => {
  const script = scriptEndText(run)
  const attributes = { type: 'Ungradable', message: run.error ?? '' }
  return element(
    'testcase',
    { name: 'sandbox', classname: record.lab.id, time: seconds(run.endedAt - run.startedAt) },
    [element('error', attributes, script === '' ? [] : script)],
  )
}

const counts = (runs: readonly RunRecord[]) => {
  const tasks = runs.flatMap((run) => run.tasks)
  const broken = runs.filter(({ error }) => error !== null).length
  const count = (verdict: TaskResult['verdict']): number =>
    tasks.filter((task) => task.verdict === verdict).length
  return {
    tests: tasks.length + broken,
    failures: count('failed'),
    errors: count('inconclusive') + broken,
    skipped: count('blocked'),
    time: seconds(runs.reduce((sum, run) => sum + run.endedAt - run.startedAt, 0)),
    timestamp: stamp(runs[0]?.startedAt ?? 0),
  }
}

const suite = (record: GradeRecord, run: RunRecord, index: number): string =>
  element(
    'testsuite',
    {
      name: record.runs.length === 1 ? record.lab.id : `${record.lab.id} #${index + 1}`,
      ...counts([run]),
      file: record.lab.file,
    },
    [
      ...properties({
        'dojo.seed': run.seed,
        'dojo.score': run.score.earned,
        'dojo.maxScore': run.score.max,
        'dojo.verdict': run.verdict,
        'dojo.labDigest': record.lab.digest,
        'dojo.evidenceKey': record.evidenceKey,
      }),
      ...run.tasks.map((task) => testcase(record, run, task)),
      ...(run.error === null ? [] : [platformError(record, run)]),
    ],
  )

/** JUnit XML (conventions of testmoapp/junitxml): times in seconds, one suite per run. */
export const junitReport = (record: GradeRecord): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'testsuites',
    { name: record.lab.id, ...counts(record.runs) },
    record.runs.map((run, index) => suite(record, run, index)),
  )}\n`
