import { roomMessage, type BoardRow, type Classroom, type PreparationView } from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { PageConnection } from '#lib/api/page-connection.ts'
import type { ConnectionState } from '#lib/api/ticketed-socket.ts'

/** How old a board may be that is sent now. */
const boardMs = 1_000

/** A class as its instructor sees it: who is there and how they are doing, once a second. */
export class LiveRoom {
  readonly id: string
  readonly #live = new PageConnection()
  #classroom = $state.raw<Classroom | null>(null)
  #rows = $state.raw<BoardRow[]>([])
  #preparation = $state.raw<PreparationView | null>(null)
  #connection = $state<ConnectionState>('connecting')
  #failure = $state.raw<Failure | null>(null)
  #clockAheadMs = 0
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

  now(): number {
    return Date.now() + this.#clockAheadMs
  }

  async open(): Promise<void> {
    this.#failure = null
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
    this.#orderedAt = this.now()
    this.#preparation = preparation
  }

  close(): void {
    this.#live.close()
  }

  #connect(): void {
    this.#live.connect({
      takeTicket: async () => (await api('takeRoomTicket', { params: { classroomId: this.id } })).url,
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
    this.#rows = parsed.data.rows
    // A board that was read before an order was given would take it back for a moment.
    if (parsed.data.now > this.#orderedAt + boardMs) this.#preparation = parsed.data.preparation
  }
}
