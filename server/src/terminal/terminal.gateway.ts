import type { IncomingMessage } from 'node:http'
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets'
import type { WebSocket } from 'ws'
import { PlatformLog } from '../domain/ports/index.ts'
import { OpenConnections } from '../use-cases/session/open-connections.ts'
import { AttachTerminal } from '../use-cases/terminal/attach-terminal.ts'
import { keepAlive } from './heartbeat.ts'
import { SocketViewer } from './socket-viewer.ts'
import { TerminalConnection } from './terminal-connection.ts'
import { UpgradeGate } from './upgrade-gate.ts'

/** `/ws/terminal`: shell bytes in binary frames, control messages in text frames (contracts/src/terminal.ts). */
@WebSocketGateway({ path: '/ws/terminal' })
export class TerminalGateway implements OnGatewayConnection<WebSocket> {
  constructor(
    private readonly gate: UpgradeGate,
    private readonly attachTerminal: AttachTerminal,
    private readonly connections: OpenConnections,
    private readonly log: PlatformLog,
  ) {}

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const ticket = this.gate.ticketOf(request)
    const viewer = new SocketViewer(socket, ticket.role)
    keepAlive(socket, () => viewer.tell({ type: 'alive' }))
    socket.once('close', this.connections.follow(ticket, viewer))
    // A closed Nagle queue: an echo must not wait for the acknowledgement of the key before.
    request.socket.setNoDelay(true)
    new TerminalConnection(
      socket,
      viewer,
      (hello) => this.attachTerminal.execute(ticket, hello, viewer),
      (error) =>
        this.log.error('a terminal did not open', { error: String(error), sandboxId: ticket.sandboxId }),
    )
  }
}
