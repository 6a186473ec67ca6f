import type { Actor, EventKind, JournalEvent, ProbeSample } from '@noops-dojo/contracts'

/** Everything in the stand-in happens relative to the moment it was started. */
export const startedAt = Math.floor(Date.now() / 1000) * 1000
export const at = (seconds: number): number => startedAt + seconds * 1000
const everyMs = 100

/** Outages: [from, until] in seconds after the start; the later ones repeat for who keeps looking. */
const outages: (readonly [number, number])[] = [
  [-545.1, -541.9],
  [-440, -410],
  [-385.2, -376.4],
  [-240.3, -233.1],
  [-128.4, -127.6],
  [-96.2, -95.5],
  [-21.7, -20.9],
]
const gaps: readonly (readonly [number, number])[] = [[-180, -176.5]]

const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

const inside = (ranges: readonly (readonly [number, number])[], seconds: number): boolean =>
  ranges.some(([from, until]) => seconds >= from && seconds < until)

/** The sample that starts at `start`, or null where the probe has none. */
export const sampleAt = (start: number): ProbeSample | null => {
  const seconds = (start - startedAt) / 1000
  if (inside(gaps, seconds)) return null
  const n = Math.round(start / everyMs)
  if (inside(outages, seconds)) return [start, 0, noise(n) > 0.4 ? -1 : 2.1]
  const after = outages.find(([, until]) => seconds >= until && seconds < until + 4)
  const slow = after ? 120 * Math.exp(-(seconds - after[1]) / 0.8) : 0
  return [start, 1, 2.5 + noise(n) * 4 + (noise(n * 3) > 0.97 ? 30 : 0) + slow]
}

/** An outage that somebody caused just now; seconds after the start. */
export const addOutage = (from: number, until: number): void => void outages.push([from, until])

export const samplesBetween = (from: number, to: number): ProbeSample[] => {
  const samples: ProbeSample[] = []
  const first = Math.max(from, at(-600), Date.now() - 600_000)
  for (let start = Math.ceil(first / everyMs) * everyMs; start < to; start += everyMs) {
    const sample = sampleAt(start)
    if (sample !== null) samples.push(sample)
  }
  return samples
}

let seq = 0
const event = (
  seconds: number,
  kind: EventKind,
  actor: Actor,
  data: Record<string, unknown>,
): JournalEvent => {
  seq += 1
  const hash = seq.toString(16).padStart(64, '0')
  return { sandboxId: 'demo000001', seq, at: at(seconds), kind, actor, data, prevHash: '0'.repeat(64), hash }
}

const healed = (seconds: number): JournalEvent[] => [
  event(seconds + 0.2, 'engine.event', 'dockerd', {
    type: 'container',
    action: 'die',
    service: 'shop_web',
    name: 'shop_web.1',
  }),
  event(seconds + 0.6, 'engine.event', 'swarm', {
    type: 'container',
    action: 'create',
    service: 'shop_web',
    name: 'shop_web.1',
  }),
  event(seconds + 0.9, 'engine.event', 'swarm', {
    type: 'container',
    action: 'start',
    service: 'shop_web',
    name: 'shop_web.1',
  }),
]

const fault = (
  seconds: number,
  name: string,
  target: string,
  more: Record<string, unknown> = {},
): JournalEvent =>
  event(seconds, 'fault.effective', 'platform', { labFault: '', fault: name, target, ...more })
const phase = (seconds: number, attemptId: string, name: string): JournalEvent =>
  event(seconds, 'attempt.phase', 'platform', { attemptId, phase: name })

/** Experiments and control runs. */
const experiments: JournalEvent[] = [
  phase(-880, 'e1', 'baseline'),
  fault(-868, 'container.stop', 'shop_db'),
  phase(-560, 'e2', 'baseline'),
  fault(-545.2, 'network.delay', 'shop_api'),
  fault(-545.2, 'container.crash', 'shop_web.1'),
  ...healed(-545.2),
  fault(-543.6, 'process.stop', 'shop_web.2', { labFault: 'slow', attemptId: 'e2' }),
  event(-542.4, 'touch.terminal', 'learner', { terminal: 'main', bytes: 12 }),
  event(-541.2, 'fault.reverted', 'platform', { fault: 'process.stop', target: 'shop_web.2' }),
  event(-537.2, 'fault.reverted', 'platform', { fault: 'network.delay', target: 'shop_api' }),
  phase(-541.8, 'e2', 'holding'),
  event(-510, 'writes.counted', 'platform', { sent: 212, acknowledged: 209, lost: 2, isKnown: true }),
  phase(-511, 'e2', 'attesting'),
  event(-450, 'control.applied', 'platform', {
    attemptId: 'b1',
    control: 'ablation',
    step: 'run',
    ablation: 'one-replica',
    exitCode: 0,
  }),
  fault(-440.1, 'container.crash', 'shop_web.1', { labFault: 'crash' }),
  phase(-395, 'al1', 'baseline'),
  fault(-385.3, 'container.crash', 'shop_web.1', { labFault: 'crash' }),
  event(-381.9, 'alert.edge', 'platform', { probe: 'alarm', to: 'firing' }),
  event(-372.1, 'alert.edge', 'platform', { probe: 'alarm', to: 'resolved' }),
]

/** What happened after the start, when somebody used the console. */
export const freshEvents: JournalEvent[] = []
export const tell = (kind: EventKind, data: Record<string, unknown>, actor: Actor = 'platform'): void => {
  const made = event((Date.now() - startedAt) / 1000, kind, actor, data)
  freshEvents.push({ ...made, seq: events.length + freshEvents.length + 1 })
}

export const events: JournalEvent[] = [
  ...experiments,
  event(-1000, 'sandbox.state', 'platform', { state: 'ready' }),
  event(-998, 'engine.event', 'setup', { type: 'service', action: 'create', name: 'shop_web' }),
  event(-330, 'touch.terminal', 'learner', { terminal: 'main', bytes: 18 }),
  event(-329, 'touch.engine', 'learner', { action: 'service.ls', object: '' }),
  event(-310, 'touch.terminal', 'learner', { terminal: 'main', bytes: 32 }),
  event(-309, 'touch.engine', 'learner', { action: 'service.update', object: 'shop_web' }),
  event(-307, 'engine.event', 'swarm', {
    type: 'container',
    action: 'start',
    service: 'shop_web',
    name: 'shop_web.2',
  }),
  event(-305, 'task.state', 'platform', { task: 'running', from: 'unmet', to: 'met' }),
  event(-241, 'touch.ui', 'learner', { action: 'fault.inject', object: 'crash' }),
  event(-240.5, 'fault.effective', 'platform', {
    labFault: 'crash',
    fault: 'container.crash',
    target: 'shop_web.1',
  }),
  ...healed(-240.5),
  event(-240.2, 'probe.edge', 'platform', { probe: 'shop', to: 'bad' }),
  event(-236, 'touch.terminal', 'learner', { terminal: 'main', bytes: 9 }),
  event(-233.1, 'probe.edge', 'platform', { probe: 'shop', to: 'good' }),
  event(-232, 'fault.reverted', 'platform', {
    labFault: 'crash',
    fault: 'container.crash',
    target: 'shop_web.1',
  }),
  event(-210, 'hint.opened', 'learner', { task: 'delay', hint: 0, cost: 1 }),
  event(-200, 'release', 'learner', { service: 'shop_web', image: 'shop-web:1.0' }),
  event(-199, 'task.state', 'platform', { task: 'delay', from: 'unmet', to: 'met' }),
  event(-140, 'attempt.phase', 'platform', { attemptId: 'a1', phase: 'baseline' }),
  event(-128.5, 'fault.effective', 'platform', {
    labFault: 'crash',
    fault: 'container.crash',
    target: 'shop_web.2',
  }),
  ...healed(-128.5),
  event(-128.3, 'probe.edge', 'platform', { probe: 'shop', to: 'bad' }),
  event(-127.6, 'probe.edge', 'platform', { probe: 'shop', to: 'good' }),
  event(-96.3, 'fault.effective', 'platform', {
    labFault: 'crash',
    fault: 'container.crash',
    target: 'shop_web.1',
  }),
  ...healed(-96.3),
  event(-95.4, 'attempt.phase', 'platform', { attemptId: 'a1', phase: 'holding' }),
  event(-65, 'attempt.phase', 'platform', { attemptId: 'a1', phase: 'attesting' }),
  event(-64, 'verdict', 'platform', {
    attemptId: 'a1',
    sentence: {
      en: 'Healed by Swarm in 0.7–0.9 s, no hands.',
      ja: 'Swarm が 0.7〜0.9 秒で治しました。手出しはありません。',
    },
  }),
  event(-50, 'touch.terminal', 'learner', { terminal: 'main', bytes: 22 }),
  event(-49, 'touch.engine', 'learner', { action: 'service.update', object: 'shop_web' }),
  event(-46, 'task.state', 'platform', { task: 'delay', from: 'met', to: 'regressed' }),
  event(-38, 'attempt.phase', 'platform', { attemptId: 'a3', phase: 'baseline' }),
  event(-21.8, 'fault.effective', 'platform', {
    labFault: 'crash',
    fault: 'container.crash',
    target: 'shop_web.2',
  }),
  ...healed(-21.8),
  event(-21.6, 'probe.edge', 'platform', { probe: 'shop', to: 'bad' }),
  event(-20.8, 'probe.edge', 'platform', { probe: 'shop', to: 'good' }),
  event(-20.8, 'attempt.phase', 'platform', { attemptId: 'a3', phase: 'holding' }),
]
  .toSorted((a, b) => a.at - b.at)
  .map((one, index) => ({ ...one, seq: index + 1 }))
