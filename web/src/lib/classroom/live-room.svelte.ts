import {
  roomMessage,
  type BoardRow,
  type Classroom,
  type PreparationView,
  type RoomBoard,
} from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { PageConnection } from '#lib/api/page-connection.ts'
import type { ConnectionState } from '#lib/api/ticketed-socket.ts'

/** How old a board may be that is sent now. */
const boardMs = 1_000
/** Boards come each second; when one is late the moment moves on without it. */
const lateMs = 1_500

/** A class as its instructor sees it: who is there and how they are doing, once a second. */
export class LiveRoom {
  readonly id: string
  readonly #live = new PageConnection()
  #classroom = $state.raw<Classroom | null>(null)
  #rows = $state.raw<BoardRow[]>([])
  #preparation = $state.raw<PreparationView | null>(null)
  #connection = $state<ConnectionState>('connecting')
  #failure = $state.raw<Failure | null>(null)
  #moment = $state(Date.now())
  #clockAheadMs = 0
  #heardAt = 0
  #ticking: ReturnType<typeof setInterval> | undefined
  #orderedAt = 0

  constructor(id: string) {
    this.id = id
  }

  get classroom(): Classroom | null {
    return this.#classroom
  }

  get rows(): readonly BoardRow[] {
    return this.#rows
  }

  /** What is built for the class before it comes; null: nothing. */
  get preparation(): PreparationView | null {
    return this.#preparation
  }

  get connection(): ConnectionState {
    return this.#connection
  }

  get failure(): Failure | null {
    return this.#failure
  }

  /**
   * The server's clock, epoch ms, as state: that of the newest board. While no board comes it goes on by itself, so that
   * what is shown grows old before the eyes.
   */
  get moment(): number {
    return this.#moment
  }

  async open(): Promise<void> {
    this.#failure = null
    this.#ticking ??= setInterval(() => this.#tick(), 1000)
    try {
      const params = { classroomId: this.id }
      const { items } = await api('listClassrooms')
      const classroom = items.find((one) => one.id === this.id) ?? null
      if (classroom === null) {
        this.#failure = { code: 'NOT_FOUND', detail: '' }
        return
      }
      const [board, { preparation }] = await Promise.all([
        api('readBoard', { params }),
        api('readPreparation', { params }),
      ])
      this.#rows = board.items
      this.#preparation = preparation
      this.#classroom = classroom
      this.#connect()
    } catch (thrown) {
      this.#failure = failureOf(thrown)
    }
  }

  /** Has sandboxes built for so many starts of a lab. Throws what the server says. */
  async prepare(labId: string, count: number): Promise<void> {
    const order = { params: { classroomId: this.id }, body: { labId, count } }
    this.#order((await api('prepareSandboxes', order)).preparation)
  }

  /** Keeps nothing ready any more. Throws what the server says. */
  async endPreparation(): Promise<void> {
    this.#order((await api('endPreparation', { params: { classroomId: this.id } })).preparation)
  }

  #order(preparation: PreparationView | null): void {
    this.#orderedAt = this.#now()
    this.#preparation = preparation
  }

  close(): void {
    clearInterval(this.#ticking)
    this.#live.close()
  }

  #connect(): void {
    this.#live.connect({
      takeTicket: async (signal) =>
        (await api('takeRoomTicket', { params: { classroomId: this.id }, signal })).url,
      onMessage: (data) => this.#receive(data),
      onState: (state, failure) => {
        this.#connection = state
        if (state === 'refused') this.#failure = failure
      },
    })
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return
    const parsed = roomMessage.safeParse(JSON.parse(data))
    if (!parsed.success) return
    this.#clockAheadMs = parsed.data.now - Date.now()
    if (parsed.data.type === 'board') this.#show(parsed.data)
  }

  #show({ rows, preparation, now }: RoomBoard): void {
    this.#heardAt = Date.now()
    this.#moment = now
    this.#rows = rows
    // A board that was read before an order was given would take it back for a moment.
    if (now > this.#orderedAt + boardMs) this.#preparation = preparation
  }

  #tick(): void {
    if (Date.now() - this.#heardAt > lateMs) this.#moment = this.#now()
  }

  #now(): number {
    return Date.now() + this.#clockAheadMs
  }
}
