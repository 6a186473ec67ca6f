import {
  provisionSteps,
  type Attempt,
  type FaultRun,
  type InjectionResult,
  type Outcome,
  type Reason,
  type SandboxView,
  type TaskView,
  type Verdict,
} from '@noops-dojo/contracts'
import { at, events } from './script.ts'

const injection = (seconds: number, minMs: number, maxMs: number | null): InjectionResult => ({
  faultId: 'crash',
  fault: 'container.crash',
  target: 'shop_web.2',
  plannedAt: at(seconds - 1),
  injectedAt: at(seconds),
  effectiveAt: at(seconds + 0.1),
  liftedAt: at(seconds + 0.1),
  evidence: 'the container of the target exited with 137, 84 ms after SIGKILL',
  fidelity: 'SIGKILL of the host pid',
  outage: { minMs, maxMs },
  recovery: { minMs: minMs + 100, maxMs: maxMs === null ? null : maxMs + 100 },
  class: 'self-recovered-after-lift',
  healedBy: [{ at: at(seconds + 0.9), by: 'swarm', what: 'started shop_web' }],
})

const seal = {
  commit: 'b51f7a7c1f0d4a7d9e3f4b2a90c6d1e8337a5f0c2b9d8e7f6a5b4c3d2e1f0a9b',
  seed: 'k3v9-qtm2-77xd',
}

const verdict = (
  id: string,
  from: number,
  to: number,
  outcome: Outcome,
  reason: Reason,
  sentence: Verdict['sentence'],
): Verdict => ({
  attemptId: id,
  taskId: 'survive',
  outcome,
  reason,
  sentence,
  class: outcome === 'inconclusive' ? 'inconclusive' : 'self-recovered-after-lift',
  from: at(from),
  to: at(to),
  injections: outcome === 'inconclusive' ? [] : [injection(-128.5, 700, 900), injection(-96.3, 600, 800)],
  availability: { good: 732, total: 747, ratio: 732 / 747, low: 0.9672, high: 0.9878 },
  handsOff: { from: at(from), to: at(to), touches: [], touchSeconds: 0 },
  seal,
})

const attempt = (id: string, from: number, to: number | null, judged: Verdict | null): Attempt => ({
  id,
  sandboxId: 'demo000001',
  taskId: 'survive',
  phase: judged === null ? 'holding' : 'done',
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  commit: seal.commit,
  injection: 1,
  verdict: judged,
})

const healed = {
  en: 'Healed by Swarm in 0.7–0.9 s, no hands.',
  ja: 'Swarm が 0.7〜0.9 秒で治しました。手出しはありません。',
}
const unsteady = {
  en: 'It was not steady before the fault, so nothing was injected.',
  ja: '障害の前から安定していなかったため、何も注入しませんでした。',
}
const attempts = [
  attempt('a0', -300, -290, verdict('a0', -300, -290, 'inconclusive', 'baseline-not-good', unsteady)),
  attempt('a1', -140, -64, verdict('a1', -140, -64, 'met', 'ok', healed)),
]

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
    attempts: isAttemptRunning ? [...attempts, attempt('a3', -38, null, null)] : attempts,
  },
  { ...plain, id: 'why', state: 'locked', points: 20 },
]

const run = (id: string, seconds: number): FaultRun => ({
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
})

const finished = provisionSteps.map((id, index) => ({
  id,
  state: 'done' as const,
  startedAt: at(-430 + index),
  endedAt: at(-429.4 + index),
}))

const demo = (): SandboxView => ({
  id: 'demo000001',
  labId: 'survive-a-crash',
  learnerId: 'l1',
  classroomId: 'c1',
  state: 'ready',
  failure: null,
  steps: finished,
  createdAt: at(-430),
  readyAt: at(-420),
  endsAt: at(2410),
  idleEndsAt: at(900),
  extensionsLeft: 2,
  params: { PORT: 18_231 },
  tasks: tasks(true),
  faultRuns: [run('f1', -240.5), run('f2', -128.5), run('f3', -96.3), run('f4', -21.8)],
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
    faultRuns: [],
  }
}

/** The sandboxes of the stand-in, by id; each call gives the state at this moment. */
export const sandboxes: Record<string, () => SandboxView> = {
  demo000001: demo,
  calm000001: () => ({ ...demo(), id: 'calm000001', tasks: tasks(false) }),
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
