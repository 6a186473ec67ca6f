import { durationMs, DojoError, type Attempt, type FaultRun, type Topology } from '@noops-dojo/contracts'
import { attempt, injection } from './attempts.ts'
import { catalogue } from './fault-catalogue.ts'
import { addOutage, startedAt, tell } from './script.ts'

interface Order {
  use: string
  target?: string
  with?: Record<string, unknown>
}
interface Ordered {
  run: FaultRun
  lastsMs: number
  liftedAt: number | null
}

const ordered: Ordered[] = []
const since = (ms: number): number => (ms - startedAt) / 1000

const stateOf = ({ run, lastsMs, liftedAt }: Ordered): FaultRun => {
  const effectiveAt = run.plannedAt + 400
  const endsAt = liftedAt ?? effectiveAt + lastsMs
  if (Date.now() < effectiveAt) return { ...run, state: 'injecting' }
  if (Date.now() < endsAt) return { ...run, state: 'effective', effectiveAt, endsAt }
  return { ...run, state: 'reverted', effectiveAt, endedAt: endsAt }
}

/** The runs that were started from the console. */
export const consoleRuns = (): FaultRun[] => ordered.map(stateOf)

/** Injects a fault for `with.for`, or at once. Refuses a `for` above ten minutes as the server does. */
export const inject = ({ use, target = '', with: values = {} }: Order): FaultRun => {
  const known = catalogue.find(({ name }) => name === use)
  if (known === undefined) throw new DojoError('FAULT_NOT_FOUND', `there is no fault ${use}`)
  const lastsMs = known.ends === 'nothing' ? 0 : durationMs(String(values['for'] ?? '10s'))
  if (lastsMs > 600_000)
    throw new DojoError('FAULT_INVALID', `${use}, with.for: a fault lasts 10 minutes at most`)
  const run: FaultRun = {
    id: `c${ordered.length + 1}`,
    sandboxId: 'demo000001',
    labFault: '',
    fault: use,
    target,
    state: 'planned',
    plannedAt: Date.now(),
    effectiveAt: null,
    endedAt: null,
    detail: null,
  }
  ordered.push({ run, lastsMs, liftedAt: null })
  setTimeout(() => {
    tell('fault.effective', { labFault: '', fault: use, target })
    addOutage(since(Date.now()) + 0.1, since(Date.now()) + 1.2)
  }, 400)
  return run
}

export const lift = (runId: string): FaultRun => {
  const found = ordered.find(({ run }) => run.id === runId)
  if (found === undefined) throw new DojoError('FAULT_NOT_FOUND', 'There is no such run.')
  found.liftedAt = Date.now()
  return stateOf(found)
}

const started: Attempt[] = []
const phases = [
  ['baseline', 0],
  ['injecting', 2500],
  ['recovering', 3000],
  ['holding', 4500],
  ['attesting', 8000],
] as const

/** Experiments that were started from the console, as they stand now. */
export const consoleAttempts = (): Attempt[] => started

/** Runs an experiment of eight seconds that always heals. */
export const experiment = (faults: readonly Order[]): Attempt => {
  const id = `x${started.length + 1}`
  const from = since(Date.now())
  const made: Attempt = { ...attempt(id, 'experiment', from, null, null), phase: 'baseline' }
  const index = started.push(made) - 1
  for (const [phase, delayMs] of phases) {
    setTimeout(() => {
      started[index] = { ...made, phase }
      tell('attempt.phase', { attemptId: id, taskId: 'experiment', phase })
      if (phase === 'injecting') for (const order of faults) inject(order)
    }, delayMs)
  }
  setTimeout(() => {
    const injections = faults.map(({ use, target = '' }) =>
      injection(from + 2.9, 900, 1200, { faultId: '', fault: use, target }),
    )
    started[index] = attempt(id, 'experiment', from, from + 9, {
      outcome: 'met',
      reason: 'ok',
      injections,
      sentence: { en: 'Healed by Swarm in 0.9–1.2 s, no hands.', ja: 'Swarm が 0.9〜1.2 秒で治しました。' },
    })
    tell('verdict', { attemptId: id, taskId: 'experiment', sentence: started[index]?.verdict?.sentence })
  }, 9000)
  return made
}

const task = (
  name: string,
  seconds: number,
  over: Partial<Topology['nodes'][number]['tasks'][number]> = {},
) => ({
  name,
  state: 'running',
  health: 'healthy' as const,
  since: Date.now() - seconds * 1000,
  node: 'dojo',
  error: null,
  ...over,
})
const service = { kind: 'service' as const, updateState: null, ports: [8080] }

/** Four services; one copy of the API is unhealthy, one of the worker starts again and again. */
export const topology = (): Topology => ({
  at: Date.now(),
  nodes: [
    {
      ...service,
      name: 'shop_web',
      image: 'shop-web:1.0',
      desired: 2,
      running: 2,
      tasks: [task('web.1', 19), task('web.2', 320)],
    },
    {
      ...service,
      name: 'shop_api',
      image: 'shop-api:1.0',
      desired: 2,
      running: 2,
      tasks: [task('api.1', 420), task('api.2', 12, { health: 'unhealthy', error: 'health check: timeout' })],
    },
    {
      ...service,
      name: 'shop_worker',
      image: 'shop-worker:1.2',
      desired: 2,
      running: 1,
      ports: [],
      updateState: 'updating',
      tasks: [
        task('worker.1', 400),
        task('worker.2', 2, { state: 'starting', health: 'starting' }),
        task('worker.2', 9, { state: 'failed', health: 'none', error: 'task: non-zero exit (1)' }),
      ],
    },
    {
      ...service,
      name: 'shop_db',
      image: 'postgres:17',
      desired: 1,
      running: 1,
      ports: [5432],
      tasks: [task('db.1', 430, { health: 'none' })],
    },
  ],
  links: [
    { from: 'shop_web', to: 'shop_api', by: 'API_URL' },
    { from: 'shop_api', to: 'shop_db', by: 'DATABASE_URL' },
    { from: 'shop_worker', to: 'shop_db', by: 'DATABASE_URL' },
    { from: 'shop_api', to: 'shop_worker', by: 'QUEUE_URL' },
  ],
})
