import type {
  ClassroomStore,
  Clock,
  CursorStore,
  EventLog,
  LabCatalog,
  LeaseStore,
  PlatformLog,
  ProbeGateway,
  RandomSource,
  SandboxEngine,
  SandboxGuard,
  SandboxStore,
} from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { FindLab } from '../../use-cases/lab/find-lab.ts'
import { CheckCapacity } from '../../use-cases/sandbox/check-capacity.ts'
import { ClaimWarmSandbox } from '../../use-cases/sandbox/claim-warm-sandbox.ts'
import { EndSandbox } from '../../use-cases/sandbox/end-sandbox.ts'
import { ExtendSandbox } from '../../use-cases/sandbox/extend-sandbox.ts'
import { MoveSandbox } from '../../use-cases/sandbox/move-sandbox.ts'
import { OpenFirstTerminal } from '../../use-cases/sandbox/open-first-terminal.ts'
import { BuildSandbox } from '../../use-cases/sandbox/provision/build-sandbox.ts'
import { FurnishSandbox } from '../../use-cases/sandbox/provision/furnish-sandbox.ts'
import { HoldLease } from '../../use-cases/sandbox/provision/hold-lease.ts'
import { ProvisionSandbox } from '../../use-cases/sandbox/provision/provision-sandbox.ts'
import { SandboxQueue } from '../../use-cases/sandbox/provision/sandbox-queue.ts'
import { TakeTurn } from '../../use-cases/sandbox/provision/take-turn.ts'
import { TearDownSandbox } from '../../use-cases/sandbox/provision/tear-down-sandbox.ts'
import { WorkSandboxes } from '../../use-cases/sandbox/provision/work-sandboxes.ts'
import { RecordActivity } from '../../use-cases/sandbox/record-activity.ts'
import { StartSandbox } from '../../use-cases/sandbox/start-sandbox.ts'
import { BalancePool } from '../../use-cases/sandbox/upkeep/balance-pool.ts'
import { EndOverdueSandboxes } from '../../use-cases/sandbox/upkeep/end-overdue-sandboxes.ts'
import { PreparePlatform } from '../../use-cases/sandbox/upkeep/prepare-platform.ts'
import { ReconcileSandboxes } from '../../use-cases/sandbox/upkeep/reconcile-sandboxes.ts'
import { RecordEngineEvents } from '../../use-cases/sandbox/upkeep/record-engine-events.ts'
import { RecordGuardEvents } from '../../use-cases/sandbox/upkeep/record-guard-events.ts'
import { RemoveOrphans } from '../../use-cases/sandbox/upkeep/remove-orphans.ts'
import { RestoreSandboxes } from '../../use-cases/sandbox/upkeep/restore-sandboxes.ts'
import { RunSandboxes } from '../../use-cases/sandbox/upkeep/run-sandboxes.ts'
import { WarmUpPause } from '../../use-cases/sandbox/upkeep/warm-up-pause.ts'
import { Presence } from '../../use-cases/task/presence.ts'
import { SandboxChanges } from '../../use-cases/task/sandbox-changes.ts'
import { TerminalSessions } from '../../use-cases/terminal/terminal-sessions.ts'
import { TouchJournal } from '../../use-cases/terminal/touch-journal.ts'
import { MemoryRecordingStore } from '../fakes/memory-recording-store.ts'

/** The ports that a sandbox’s life stands on. */
export interface SandboxPorts {
  readonly engine: SandboxEngine
  readonly guard: SandboxGuard
  readonly gateway: ProbeGateway
  readonly sandboxes: SandboxStore
  readonly classrooms: ClassroomStore
  readonly events: EventLog
  readonly leases: LeaseStore
  readonly cursors: CursorStore
  readonly labs: LabCatalog
  readonly random: RandomSource
  readonly clock: Clock
  readonly log: PlatformLog
}

const composeTerminal = (ports: SandboxPorts) => {
  const { engine, sandboxes, events, labs, random, clock, log } = ports
  const touches = new TouchJournal(events, clock, log)
  const activity = new RecordActivity(sandboxes, clock)
  const recordings = new MemoryRecordingStore()
  const terminals = new TerminalSessions(engine, recordings, touches, activity, clock, random)
  return new OpenFirstTerminal(terminals, labs, log)
}

const composeWork = (ports: SandboxPorts, settings: SandboxSettings, openTerminal: OpenFirstTerminal) => {
  const { engine, guard, gateway, sandboxes, events, leases, labs, clock, log } = ports
  const queue = new SandboxQueue()
  const lease = new HoldLease(leases, clock, settings, log)
  const move = new MoveSandbox(sandboxes, events, clock)
  const build = new BuildSandbox(engine, guard, settings)
  const furnish = new FurnishSandbox(engine, guard, gateway, openTerminal)
  const provision = new ProvisionSandbox(
    ...([sandboxes, labs, engine, events, clock, settings, move, build, furnish, log] as const),
  )
  const tearDown = new TearDownSandbox(sandboxes, engine, guard, gateway, clock, move, log)
  const work = new WorkSandboxes(queue, provision, tearDown, lease, sandboxes, settings, clock, log)
  return { queue, lease, move, tearDown, work }
}

/** The use cases of a sandbox’s life, wired by hand as core-providers.ts does it with Nest. */
export const composeSandboxes = (ports: SandboxPorts, values: Partial<SandboxSettings> = {}) => {
  const { engine, guard, gateway, sandboxes, events, leases, cursors, labs, random, clock, log } = ports
  const settings = new SandboxSettings(values)
  const openTerminal = composeTerminal(ports)
  const { queue, lease, move, tearDown, work } = composeWork(ports, settings, openTerminal)
  const end = new EndSandbox(move, queue)
  const claim = new ClaimWarmSandbox(sandboxes, events, gateway, clock, queue, openTerminal, log)
  const capacity = new CheckCapacity(sandboxes, settings, end)
  const turn = new TakeTurn(leases, random, clock)
  const start = new StartSandbox(
    ...([
      sandboxes,
      new FindLab(labs),
      events,
      turn,
      random,
      clock,
      settings,
      capacity,
      claim,
      queue,
    ] as const),
  )
  const presence = new Presence()
  const activity = new RecordActivity(sandboxes, clock)
  const platform = new PreparePlatform(engine, gateway, log)
  const overdue = new EndOverdueSandboxes(labs, clock, end, move)
  const restore = new RestoreSandboxes(labs, guard, gateway, settings, move, queue, log)
  const orphans = new RemoveOrphans(tearDown, settings, log)
  const pause = new WarmUpPause()
  const pool = new BalancePool(
    ...([
      sandboxes,
      ports.classrooms,
      labs,
      engine,
      random,
      clock,
      settings,
      queue,
      turn,
      end,
      pause,
    ] as const),
  )
  const reconcile = new ReconcileSandboxes(
    ...([sandboxes, engine, guard, gateway, queue, lease, presence, activity] as const),
    ...([platform, overdue, restore, orphans, pool, log] as const),
  )
  const engineEvents = new RecordEngineEvents(engine, events, clock, log)
  const guardEvents = new RecordGuardEvents(
    ...([guard, sandboxes, events, cursors, clock, log, new SandboxChanges()] as const),
  )
  const run = new RunSandboxes(work, queue, reconcile, engineEvents, guardEvents, settings, clock, log)
  const extend = new ExtendSandbox(sandboxes, labs, events, clock)
  return { start, end, extend, activity, presence, reconcile, run, pool, queue, guardEvents, pause }
}
export type ComposedSandboxes = ReturnType<typeof composeSandboxes>
