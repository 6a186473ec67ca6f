import type { Verdict } from '@noops-dojo/contracts'
import { AttemptPhases } from '../../use-cases/attempt/run/attempt-phases.ts'
import { AwaitTouches } from '../../use-cases/attempt/run/await-touches.ts'
import { ConcludeAttempt } from '../../use-cases/attempt/run/conclude-attempt.ts'
import { ObserveAlert } from '../../use-cases/attempt/alert/observe-alert.ts'
import { RunAblation } from '../../use-cases/attempt/control/run-ablation.ts'
import { WatchQuiet } from '../../use-cases/attempt/control/watch-quiet.ts'
import { JudgeFaults } from '../../use-cases/attempt/experiment/judge-faults.ts'
import { StartExperiment } from '../../use-cases/attempt/experiment/start-experiment.ts'
import { LaunchAttempt } from '../../use-cases/attempt/launch-attempt.ts'
import { InjectTogether } from '../../use-cases/attempt/watch/inject-together.ts'
import { ObserveRound } from '../../use-cases/attempt/watch/observe-round.ts'
import { WatchAttempt } from '../../use-cases/attempt/watch/watch-attempt.ts'
import { RecoverAttempts } from '../../use-cases/attempt/recover-attempts.ts'
import { RunAttempt } from '../../use-cases/attempt/run/run-attempt.ts'
import { StartAttempt, type WantedArm } from '../../use-cases/attempt/start-attempt.ts'
import { KeepSamples } from '../../use-cases/evidence/keep-samples.ts'
import { InjectFault } from '../../use-cases/fault/inject-fault.ts'
import { LiftFault } from '../../use-cases/fault/lift-fault.ts'
import { LiveFaults } from '../../use-cases/fault/live-faults.ts'
import { ReapFaults } from '../../use-cases/fault/reap-faults.ts'
import { RunConsoleFault } from '../../use-cases/fault/run-console-fault.ts'
import { RunFault } from '../../use-cases/fault/run-fault.ts'
import { TakeTurn } from '../../use-cases/sandbox/provision/take-turn.ts'
import { ProgressLedger } from '../../use-cases/task/progress-ledger.ts'
import { RecordVerdict } from '../../use-cases/task/record-verdict.ts'
import { SandboxChanges } from '../../use-cases/task/sandbox-changes.ts'
import { TaskContexts } from '../../use-cases/task/task-context.ts'
import type { Lab, LabAsset } from '../../domain/lab/lab.ts'
import {
  HostLoad,
  type Clock,
  type FaultEngine,
  type PlatformLog,
  type ProbeGateway,
  type SandboxEngine,
  type SandboxGuard,
} from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { aLab, FakeLabCatalog } from '../a-lab.ts'
import { aSandbox } from '../a-sandbox.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeFaultEngine } from '../fakes/fake-fault-engine.ts'
import { FakeRandomSource } from '../fakes/fake-random-source.ts'
import { FakeSandboxGuard } from '../fakes/fake-sandbox-guard.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import { FakeSandboxEngine } from '../fakes/fake-sandbox-engine.ts'
import { ScriptedGateway } from '../fakes/scripted-gateway.ts'
import * as stores from '../stores/index.ts'

export const crashTask = {
  id: 'survive',
  mode: 'survive',
  title: { en: 'It comes back' },
  fault: { use: 'crash', at: { between: ['3s', '8s'] } },
  expect: { recoverWithin: '5s', hold: '3s', horizon: '20s' },
}

const theLab = (spec: Record<string, unknown>, assets?: LabAsset[]) =>
  aLab({
    ...(assets ? { assets } : {}),
    spec: {
      probes: { shop: { http: 'http://web:8080/health' } },
      faults: {
        crash: { use: 'container.crash', target: 'web' },
        hang: { use: 'container.pause', target: 'web', with: { for: '10s' } },
        release: { use: 'release.bad', target: 'web', with: { image: 'shop-web:2.0', for: '60s' } },
      },
      tasks: [crashTask],
      ...spec,
    },
  })

const theStores = () => ({
  sandboxes: new stores.MemorySandboxStore(),
  tasks: new stores.MemoryTaskStore(),
  events: new stores.MemoryEventLog(),
  attempts: new stores.MemoryAttemptStore(),
  samples: new stores.MemoryAttemptSampleStore(),
  faults: new stores.MemoryFaultLedger(),
  leases: new stores.MemoryLeaseStore(),
  cursors: new stores.MemoryCursorStore(),
})

/** A host that is as full as a test says; null: it does not tell. */
export class FakeHostLoad extends HostLoad {
  perProcessor: number | null = null

  async runnablePerProcessor(): Promise<number | null> {
    return this.perProcessor
  }
}

/** What an attempt meets outside the server. */
export interface AttemptSurroundings extends ReturnType<typeof theStores> {
  readonly clock: Clock
  readonly log: PlatformLog
  readonly engine: FaultEngine
  /** Runs the scripts of ablations. */
  readonly sandboxEngine: SandboxEngine
  readonly gateway: ProbeGateway
  readonly guard: SandboxGuard
  /** What is left out: a host that does not tell. */
  readonly hostLoad?: HostLoad
  readonly lab: Lab
}

/** A server's own objects for watching attempts. */
const watchOf = (
  on: AttemptSurroundings,
  runFault: RunFault,
  phases: AttemptPhases,
  ablation: RunAblation,
) => {
  const { clock, events, gateway, hostLoad = new FakeHostLoad() } = on
  const together = new InjectTogether(runFault)
  const observeRound = new ObserveRound(runFault, together, phases, events, clock)
  const observeAlert = new ObserveAlert(runFault, together, phases, clock)
  const quiet = new WatchQuiet(phases, clock)
  return new WatchAttempt(observeRound, observeAlert, quiet, ablation, gateway, events, clock, hostLoad)
}

/** A server's own objects for faults and attempts; what it stands on outlives it. */
export const serveAttempts = (on: AttemptSurroundings) => {
  const { clock, log, engine, gateway, attempts, faults, leases, events, tasks } = on
  const random = new FakeRandomSource()
  const settings = new SandboxSettings({ serverId: 'server-1' })
  const changes = new SandboxChanges()
  const labs = new FakeLabCatalog(on.lab)
  const contexts = new TaskContexts(on.sandboxes, labs, tasks)
  const recordVerdict = new RecordVerdict(new ProgressLedger(tasks, events, changes, clock), clock)
  const runFault = new RunFault(engine, faults, leases, events, clock, random, settings, changes)
  const phases = new AttemptPhases(attempts, events, leases, clock, settings, changes)
  const touches = new AwaitTouches(on.guard, on.cursors, clock)
  const conclude = new ConcludeAttempt(
    ...([attempts, events, leases, recordVerdict, touches, clock, settings, changes, log] as const),
  )
  const ablation = new RunAblation(on.sandboxEngine, on.guard, on.sandboxes, labs, events, clock, log)
  const turn = new TakeTurn(leases, random, clock)
  const live = new LiveFaults(attempts, runFault, events, clock, random, log, turn)
  const keep = new KeepSamples(on.samples, log)
  const watch = watchOf(on, runFault, phases, ablation)
  const runAttempt = new RunAttempt(watch, conclude, gateway, on.sandboxes, clock, log, keep)
  const launch = new LaunchAttempt(
    ...([attempts, phases, runAttempt, events, clock, random, log, faults, turn] as const),
  )
  return {
    runFault,
    runAttempt,
    start: new StartAttempt(contexts, attempts, launch),
    experiment: new StartExperiment(contexts, attempts, launch),
    judge: new JudgeFaults(contexts, events, gateway, touches, clock),
    recover: new RecoverAttempts(
      ...([
        attempts,
        faults,
        leases,
        runFault,
        runAttempt,
        conclude,
        ablation,
        clock,
        settings,
        log,
      ] as const),
    ),
    inject: new InjectFault(contexts, live),
    console: new RunConsoleFault(contexts, live),
    liftFault: new LiftFault(faults, runFault, events, clock, attempts),
    reap: new ReapFaults(faults, leases, runFault, clock, settings, log),
  }
}

/** A sandbox with everything an attempt needs, in memory, with time in the test's hand. */
export const attemptWorld = async (spec: Record<string, unknown> = {}, assets?: LabAsset[]) => {
  const clock = new FakeClock()
  const surroundings = {
    ...theStores(),
    clock,
    log: new MemoryLog(),
    engine: new FakeFaultEngine(clock),
    sandboxEngine: new FakeSandboxEngine(),
    gateway: new ScriptedGateway(clock, 100),
    guard: new FakeSandboxGuard(),
    hostLoad: new FakeHostLoad(),
    lab: theLab(spec, assets),
  }
  const { sandboxes, attempts, events } = surroundings
  const sandbox = aSandbox()
  await sandboxes.insert(sandbox)
  const serve = () => serveAttempts(surroundings)
  const verdictOf = async (id: string) => (await attempts.find(id))?.verdict ?? undefined
  const told = (kind: string) =>
    events.list(sandbox.id, 0, 1000).then((all) => all.filter((event) => event.kind === kind))
  return { ...surroundings, sandbox, server: serve(), serve, verdictOf, told }
}

export type AttemptWorld = Awaited<ReturnType<typeof attemptWorld>>

/** One task of web; a crash takes it out for `outMs`, then Swarm starts another. */
export const crashing = async (outMs: number, spec: Record<string, unknown> = {}): Promise<AttemptWorld> => {
  const world = await attemptWorld(spec)
  world.engine.add('web')
  world.engine.onFault = (what) => {
    if (what !== 'kill') return
    const at = world.clock.now()
    world.gateway.outages.push([at, at + outMs])
    if (outMs > 60_000) return
    world.engine.add('web')
    void world.events.append([
      {
        sandboxId: world.sandbox.id,
        at: at + outMs - 100,
        kind: 'engine.event',
        actor: 'swarm',
        data: { type: 'container', action: 'start', service: 'web', name: 'web.1.x' },
      },
    ])
  }
  return world
}

/** Starts the attempt, lets time pass and gives its verdict. */
export const verdictIn = async (
  world: AttemptWorld,
  seconds = 120,
  taskId = 'survive',
  wanted?: WantedArm,
): Promise<Verdict> => {
  const { id } = await world.server.start.execute(world.sandbox.id, taskId, 'learner', wanted)
  await world.clock.advance(seconds * 1000)
  await world.server.start.settle()
  const verdict = await world.verdictOf(id)
  if (!verdict) throw new Error('no verdict')
  return verdict
}
