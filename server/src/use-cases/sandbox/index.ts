import { CheckCapacity } from './check-capacity.ts'
import { ClaimWarmSandbox } from './claim-warm-sandbox.ts'
import { EndSandbox } from './end-sandbox.ts'
import { ExtendSandbox } from './extend-sandbox.ts'
import { ListSandboxes } from './list-sandboxes.ts'
import { MoveSandbox } from './move-sandbox.ts'
import { OpenFirstTerminal } from './open-first-terminal.ts'
import { BuildSandbox } from './provision/build-sandbox.ts'
import { FurnishSandbox } from './provision/furnish-sandbox.ts'
import { HoldLease } from './provision/hold-lease.ts'
import { ProvisionSandbox } from './provision/provision-sandbox.ts'
import { SandboxQueue } from './provision/sandbox-queue.ts'
import { TakeTurn } from './provision/take-turn.ts'
import { TearDownSandbox } from './provision/tear-down-sandbox.ts'
import { WorkSandboxes } from './provision/work-sandboxes.ts'
import { ReadSandbox } from './read-sandbox.ts'
import { RecordActivity } from './record-activity.ts'
import { StartSandbox } from './start-sandbox.ts'
import { BalancePool } from './upkeep/balance-pool.ts'
import { EndOverdueSandboxes } from './upkeep/end-overdue-sandboxes.ts'
import { PreparePlatform } from './upkeep/prepare-platform.ts'
import { ReconcileSandboxes } from './upkeep/reconcile-sandboxes.ts'
import { RecordEngineEvents } from './upkeep/record-engine-events.ts'
import { RecordGuardEvents } from './upkeep/record-guard-events.ts'
import { RemoveOrphans } from './upkeep/remove-orphans.ts'
import { RestoreSandboxes } from './upkeep/restore-sandboxes.ts'
import { RunSandboxes } from './upkeep/run-sandboxes.ts'
import { WarmUpPause } from './upkeep/warm-up-pause.ts'

/**
 * What core-providers.ts provides of a sandbox’s life. It needs, besides the ports, one `SandboxSettings`; call
 * `RunSandboxes.start()` when the server is up and `stop()` before the database closes.
 */
export const sandboxUseCases = [
  BalancePool,
  BuildSandbox,
  CheckCapacity,
  ClaimWarmSandbox,
  EndOverdueSandboxes,
  EndSandbox,
  ExtendSandbox,
  FurnishSandbox,
  HoldLease,
  ListSandboxes,
  MoveSandbox,
  OpenFirstTerminal,
  PreparePlatform,
  ProvisionSandbox,
  ReadSandbox,
  ReconcileSandboxes,
  RecordActivity,
  RecordEngineEvents,
  RecordGuardEvents,
  RemoveOrphans,
  RestoreSandboxes,
  RunSandboxes,
  SandboxQueue,
  StartSandbox,
  TakeTurn,
  TearDownSandbox,
  WarmUpPause,
  WorkSandboxes,
]
