import type { Verdict } from '@noops-dojo/contracts'
import type { GradeRecord, RunRecord } from '../report/grade-record.ts'
import type { TaskResult } from '../grading/outcome/task-result.ts'

const startedAt = Date.UTC(2026, 10, 24, 18, 40)

const verdict: Verdict = {
  attemptId: 'attempt-1',
  taskId: 'survive',
  outcome: 'unmet',
  reason: 'recovery-too-slow',
  sentence: { en: 'Healed by Swarm in 41.0–41.2 s, but 30.0 s were asked for.', ja: '遅すぎます。' },
  class: 'self-recovered-during',
  from: startedAt + 10_000,
  to: startedAt + 128_000,
  injections: [
    {
      faultId: 'fault-1',
      fault: 'container.crash',
      target: 'web',
      plannedAt: startedAt + 15_000,
      injectedAt: startedAt + 15_000,
      effectiveAt: startedAt + 15_010,
      liftedAt: null,
      evidence: { en: 'process 42 of web.1 is dead', ja: 'web.1 のプロセス 42 は終了しました' },
      fidelity: null,
      outage: { minMs: 41_000, maxMs: 41_200 },
      outageAt: null,
      recovery: { minMs: 41_000, maxMs: 41_200 },
      class: 'self-recovered-during',
      healedBy: [{ at: startedAt + 56_000, by: 'swarm', what: 'started web.1' }],
      round: 0,
      onRepair: false,
    },
  ],
  availability: { good: 770, total: 1180, ratio: 0.6525, low: 0.625, high: 0.679 },
  arm: 'fault',
  ablation: null,
  probe: 'web',
  errorBudget: null,
  writes: null,
  detection: null,
  hostLoad: null,
  score: null,
  handsOff: { from: startedAt + 15_000, to: startedAt + 128_000, touches: [], touchSeconds: 0 },
  seal: { commit: 'c0ffee', seed: 'a41f' },
}

const task = (id: string, change: Partial<TaskResult>): TaskResult => ({
  id,
  title: id,
  mode: 'once',
  verdict: 'passed',
  points: 10,
  earned: 10,
  reason: null,
  message: null,
  observed: null,
  expected: null,
  durationMs: 1840,
  attempts: [],
  ...change,
})

/** One task of every kind of verdict. */
const tasks: readonly TaskResult[] = [
  task('running', {}),
  task('survive', {
    mode: 'survive',
    verdict: 'failed',
    points: 40,
    earned: 0,
    reason: 'recovery-too-slow',
    message: verdict.sentence.en,
    durationMs: 118_000,
    attempts: [verdict],
  }),
  task('check', {
    verdict: 'failed',
    points: 10,
    earned: 0,
    reason: 'one-replica',
    message: 'One replica, "web" & <nothing> else: 50%,\nreally.',
    observed: '1',
    expected: '2',
  }),
  task('alert', {
    verdict: 'inconclusive',
    earned: 0,
    reason: 'ungradable',
    message: 'Nobody could tell; it is not counted against the submission.',
    durationMs: 0,
  }),
  task('after', {
    verdict: 'blocked',
    earned: 0,
    reason: 'never-opened',
    message: 'A task that this one needs was not met.',
    durationMs: 0,
  }),
]

/** A run in which every kind of task verdict occurs, with characters that formats have to escape. */
export const aRun = (change: Partial<RunRecord> = {}): RunRecord => ({
  seed: 'a41f',
  sandboxId: 'abcdefghij',
  startedAt,
  endedAt: startedAt + 131_000,
  readyMs: 5200,
  verdict: 'inconclusive',
  score: { earned: 10, max: 80 },
  tasks,
  script: 'solve.sh',
  exitCode: 0,
  output: 'done\n',
  error: null,
  events: [],
  ...change,
})

export const aGradeRecord = (change: Partial<GradeRecord> = {}): GradeRecord => ({
  runId: '7c7c1b1e-6a1a-4a55-9a53-2b8f3a1c0d11',
  lab: {
    id: 'survive-a-crash',
    title: 'Survive a crash',
    track: 'self-healing',
    digest: 'd1665',
    lines: { running: 44, survive: 63 },
    file: 'labs/self-healing/02-survive-a-crash/lab.yaml',
    passPercent: 70,
  },
  submission: 'submission',
  version: '0.1.0',
  evidenceKey: `sha256:${'e5'.repeat(32)}`,
  images: { 'shop-web:1.0': 'sha256:1' },
  runs: [aRun()],
  verdict: 'inconclusive',
  score: { earned: 10, max: 80 },
  recovery: { survive: { recovered: 0, attempts: 1, inconclusive: 0, rate: 0, low: 0, high: 0.975 } },
  ...change,
})
