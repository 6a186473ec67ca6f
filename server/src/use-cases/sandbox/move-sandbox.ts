import { Injectable } from '@nestjs/common'
import type { Actor, SandboxState } from '@noops-dojo/contracts'
import { Clock, EventLog, SandboxStore, type DecidedOn } from '../../domain/ports/index.ts'
import { statesBefore } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox, SandboxChange } from '../../domain/sandbox/sandbox.ts'

export interface Move {
  readonly to: SandboxState
  /** Default: every state that may be followed by `to`. */
  readonly from?: readonly SandboxState[]
  readonly change?: SandboxChange
  /** What the move was decided on; it is not made when the row says something else by now. */
  readonly decidedOn?: DecidedOn | undefined
  readonly actor?: Actor
  /** Why, for the log. */
  readonly reason?: string
}

/** Moves a sandbox from state to state, by compare-and-set, and writes it into its log. */
@Injectable()
export class MoveSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Gives the new row, or undefined when the sandbox was another by now. */
  async execute(sandboxId: string, move: Move): Promise<Sandbox | undefined> {
    const from = move.from ?? statesBefore(move.to)
    const change = { ...move.change, state: move.to }
    const moved = await this.sandboxes.change(sandboxId, from, change, move.decidedOn)
    if (moved === undefined) return undefined
    await this.events.append([
      {
        sandboxId,
        at: this.clock.now(),
        kind: 'sandbox.state',
        actor: move.actor ?? 'platform',
        data: { state: move.to, ...(move.reason === undefined ? {} : { reason: move.reason }) },
      },
    ])
    return moved
  }
}
