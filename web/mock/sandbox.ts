import { provisionSteps, type FaultRun, type SandboxView, type TaskView } from '@noops-dojo/contracts'
import { attempt, taskAttempts } from './attempts.ts'
import { consoleRuns } from './chaos.ts'
import { at, events } from './script.ts'

const plain = {
  earned: 0,
  key: null,
  observed: null,
  expected: null,
  outcome: null,
  checkedAt: null,
  metAt: null,
  heldMs: null,
  hintsOpened: 0,
  attempts: [],
}

const attemptsOf = (taskId: string) => taskAttempts.filter((one) => one.taskId === taskId)

const tasks = (isAttemptRunning: boolean): TaskView[] => [
  {
    ...plain,
    id: 'running',
    state: 'met',
    points: 20,
    earned: 20,
    outcome: 'met',
    checkedAt: at(-305),
    metAt: at(-305),
  },
  {
    ...plain,
    id: 'delay',
    state: 'regressed',
    points: 10,
    outcome: 'unmet',
    key: 'too-long',
    observed: '5s',
    expected: '≤ 1s',
    checkedAt: Date.now() - 700,
    hintsOpened: 1,
  },
  {
    ...plain,
    id: 'steady',
    state: 'inconclusive',
    points: 10,
    outcome: 'inconclusive',
    key: 'no-result',
    checkedAt: Date.now() - 3000,
    heldMs: 12_000,
  },
  {
    ...plain,
    id: 'survive',
    state: 'unmet',
    points: 40,
    attempts: isAttemptRunning
      ? [...attemptsOf('survive'), attempt('a3', 'survive', -38, null, null)]
      : attemptsOf('survive'),
  },
  { ...plain, id: 'alarm', state: 'met', points: 20, earned: 20, attempts: attemptsOf('alarm') },
  { ...plain, id: 'why', state: 'locked', points: 20 },
]

const run = (id: string, seconds: number, over: Partial<FaultRun> = {}): FaultRun => ({
  id,
  sandboxId: 'demo000001',
  labFault: 'crash',
  fault: 'container.crash',
  target: 'shop_web.2',
  state: 'moot',
  plannedAt: at(seconds - 0.5),
  effectiveAt: at(seconds),
  endedAt: at(seconds + 0.7),
  detail: null,
  ...over,
})

const pastRuns: FaultRun[] = [
  run('g1', -545.2, { labFault: '', fault: 'network.delay', target: 'shop_api', endedAt: at(-537.2) }),
  run('g2', -545.2, { labFault: '', target: 'shop_web.1', endedAt: at(-544.4) }),
  run('g3', -543.6, { labFault: '', fault: 'process.stop', endedAt: at(-541.2) }),
  run('g4', -440.1),
  run('g5', -385.3),
  run('f1', -240.5),
  run('f2', -128.5),
  run('f3', -96.3),
  run('f4', -21.8),
]

const finished = provisionSteps.map((id, index) => ({
  id,
  state: 'done' as const,
  startedAt: at(-1030 + index),
  endedAt: at(-1029.4 + index),
}))

const demo = (): SandboxView => ({
  id: 'demo000001',
  labId: 'survive-a-crash',
  labDigest: '0'.repeat(64),
  learnerId: 'l1',
  classroomId: 'c1',
  state: 'ready',
  failure: null,
  steps: finished,
  createdAt: at(-1030),
  readyAt: at(-1020),
  claimedAt: at(-1030),
  endsAt: at(2410),
  idleEndsAt: at(900),
  extensionsLeft: 2,
  params: { PORT: 18_231 },
  tasks: tasks(true),
  faultRuns: [...pastRuns, ...consoleRuns()],
  noops: null,
  terminals: ['main'],
  previews: [{ target: 'web:8080', title: 'Shop', url: '/preview/mock/' }],
  score: { earned: 18, max: 100, passed: false },
  lastSeq: events.length,
})

const building = (): SandboxView => {
  const opened = Date.now() - (Date.now() % 12_000)
  const steps = provisionSteps.map((id, index) => {
    const startedAt = opened + index * 1100
    const endedAt = startedAt + 700 + index * 60
    if (Date.now() >= endedAt) return { id, state: 'done' as const, startedAt, endedAt }
    if (Date.now() >= startedAt) return { id, state: 'running' as const, startedAt, endedAt: null }
    return { id, state: 'waiting' as const, startedAt: null, endedAt: null }
  })
  return {
    ...demo(),
    id: 'start00001',
    state: 'provisioning',
    steps,
    createdAt: opened,
    readyAt: null,
    claimedAt: opened,
    faultRuns: [],
  }
}

/** The sandboxes of the stand-in, by id; each call gives the state at this moment. */
export const sandboxes: Record<string, () => SandboxView> = {
  demo000001: demo,
  calm000001: () => ({ ...demo(), id: 'calm000001', tasks: tasks(false) }),
  full000001: () => ({
    ...demo(),
    id: 'full000001',
    tasks: tasks(false).map((task) => ({ ...task, state: 'met' as const, earned: task.points })),
    score: { earned: 100, max: 100, passed: true },
  }),
  long000001: () => ({ ...demo(), id: 'long000001', labId: 'long-names', tasks: tasks(false) }),
  start00001: building,
  soon000001: () => ({ ...demo(), id: 'soon000001', state: 'expiring', endsAt: at(110), extensionsLeft: 0 }),
  gone000001: () => ({ ...demo(), id: 'gone000001', state: 'gone', tasks: tasks(false) }),
  failed0001: () => ({
    ...demo(),
    id: 'failed0001',
    state: 'failed',
    failure: 'The set-up step “deploy” ended with exit code 1: image shop-web:1.0 was not found.',
  }),
}
