import type { IncomingMessage } from 'node:http'
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets'
import type { WebSocket } from 'ws'
import {
  Clock,
  EventLog,
  PlatformLog,
  ProbeGateway,
  SandboxStore,
  type Ticket,
} from '../domain/ports/index.ts'
import { UpgradeGate } from '../terminal/upgrade-gate.ts'
import { OpenConnections } from '../use-cases/session/open-connections.ts'
import { Presence } from '../use-cases/task/presence.ts'
import { SandboxChanges } from '../use-cases/task/sandbox-changes.ts'
import { JsonSocket, liveCloseCodes } from './json-socket.ts'
import { LiveConnection } from './live-connection.ts'
import { LiveViews } from './live-views.ts'
import { ViewerActivity } from './viewer-activity.ts'

/** `/ws/live`: one sandbox as it changes (contracts/src/sandbox/live.ts). Being connected counts as looking at it. */
@WebSocketGateway({ path: '/ws/live' })
export class LiveGateway implements OnGatewayConnection<WebSocket> {
  constructor(
    private readonly gate: UpgradeGate,
    private readonly sandboxes: SandboxStore,
    private readonly views: LiveViews,
    private readonly events: EventLog,
    private readonly gateway: ProbeGateway,
    private readonly changes: SandboxChanges,
    private readonly presence: Presence,
    private readonly activity: ViewerActivity,
    private readonly connections: OpenConnections,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  handleConnection(client: WebSocket, request: IncomingMessage): void {
    const socket = new JsonSocket(client, () => this.clock.now())
    this.#open(socket, this.gate.ticketOf(request)).catch((error: unknown) => {
      this.log.warn('a live socket did not open', { error: String(error) })
      socket.close(liveCloseCodes.failed, 'try again')
    })
  }

  async #open(socket: JsonSocket, ticket: Ticket): Promise<void> {
    const sandbox = ticket.sandboxId === null ? undefined : await this.sandboxes.find(ticket.sandboxId)
    const isForeign = ticket.role === 'learner' && sandbox?.learnerId !== ticket.learnerId
    if (!sandbox || isForeign) return socket.close(liveCloseCodes.notFound, 'SANDBOX_NOT_FOUND')
    const { views, events, gateway, changes, clock } = this
    socket.onClose(this.connections.follow(ticket, socket))
    socket.onClose(this.presence.enter(sandbox.id))
    socket.onClose(this.activity.follow(sandbox.id))
    await new LiveConnection(socket, sandbox.id, { views, events, gateway, changes, clock }).start()
  }
}
