import type { RoomMessage } from '@noops-dojo/contracts'
import type { Clock, PlatformLog } from '../domain/ports/index.ts'
import type { JsonSocket } from './json-socket.ts'
import type { LiveViews } from './live-views.ts'

const turnMs = 1_000

/** One class’s board, read once a second for all who watch it. */
export class RoomBoard {
  readonly #classroomId: string
  readonly #views: LiveViews
  readonly #clock: Clock
  readonly #log: PlatformLog
  readonly #sockets = new Set<JsonSocket>()
  #timer: NodeJS.Timeout | undefined
  #isReading = false
  #hasFailed = false

  constructor(classroomId: string, views: LiveViews, clock: Clock, log: PlatformLog) {
    this.#classroomId = classroomId
    this.#views = views
    this.#clock = clock
    this.#log = log
  }

  join(socket: JsonSocket): void {
    this.#sockets.add(socket)
    this.#timer ??= setInterval(() => void this.#turn(), turnMs)
    void this.#turn()
  }

  /** Gives how many still watch; the last one stops the reading. */
  leave(socket: JsonSocket): number {
    this.#sockets.delete(socket)
    if (this.#sockets.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    return this.#sockets.size
  }

  async #turn(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      const [rows, preparation] = await Promise.all([
        this.#views.board(this.#classroomId),
        this.#views.preparation(this.#classroomId),
      ])
      const message: RoomMessage = {
        type: 'board',
        classroomId: this.#classroomId,
        rows,
        preparation,
        now: this.#clock.now(),
      }
      for (const socket of this.#sockets) if (!socket.isBusy) socket.send(message)
      this.#hasFailed = false
    } catch (error) {
      if (!this.#hasFailed) this.#log.warn('the board could not be read', { error: String(error) })
      this.#hasFailed = true
    } finally {
      this.#isReading = false
    }
  }
}
