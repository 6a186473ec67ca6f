import type { IncomingMessage } from 'node:http'
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets'
import type { WebSocket } from 'ws'
import { Clock, PlatformLog } from '../domain/ports/index.ts'
import { UpgradeGate } from '../terminal/upgrade-gate.ts'
import { OpenConnections } from '../use-cases/session/open-connections.ts'
import { JsonSocket, liveCloseCodes } from './json-socket.ts'
import { LiveViews } from './live-views.ts'
import { RoomBoard } from './room-board.ts'

/** `/ws/room`: the board of one class, once a second. */
@WebSocketGateway({ path: '/ws/room' })
export class RoomGateway implements OnGatewayConnection<WebSocket> {
  readonly #boards = new Map<string, RoomBoard>()

  constructor(
    private readonly gate: UpgradeGate,
    private readonly views: LiveViews,
    private readonly connections: OpenConnections,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  handleConnection(client: WebSocket, request: IncomingMessage): void {
    const ticket = this.gate.ticketOf(request)
    const { classroomId } = ticket
    const socket = new JsonSocket(client, () => this.clock.now())
    if (classroomId === null) return socket.close(liveCloseCodes.notFound, 'NOT_FOUND')
    const board =
      this.#boards.get(classroomId) ?? new RoomBoard(classroomId, this.views, this.clock, this.log)
    this.#boards.set(classroomId, board)
    board.join(socket)
    socket.onClose(this.connections.follow(ticket, socket))
    socket.onClose(() => {
      if (board.leave(socket) === 0) this.#boards.delete(classroomId)
    })
  }
}
