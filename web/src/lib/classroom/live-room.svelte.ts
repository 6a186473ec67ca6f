import { roomMessage, type BoardRow, type Classroom } from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { PageConnection } from '#lib/api/page-connection.ts'
import { reachedBy, type Reached } from './reached.ts'
import type { ConnectionState } from '#lib/api/ticketed-socket.ts'

/** A class as its instructor sees it: who is there and how they are doing, once a second. */
export class LiveRoom {
  readonly id: string
  readonly #live = new PageConnection()
  #classroom = $state.raw<Classroom | null>(null)
  #rows = $state.raw<BoardRow[]>([])
  #reached = $state.raw<ReadonlyMap<string, Reached>>(reachedBy([]))
  #isRead = $state(false)
  #connection = $state<ConnectionState>('connecting')
  #failure = $state.raw<Failure | null>(null)
  #clockAheadMs = 0

  constructor(id: string) {
    this.id = id
  }

  get classroom(): Classroom | null {
    return this.#classroom
  }

  get rows(): readonly BoardRow[] {
    return this.#rows
  }

  /** What each learner reached, by id; stays when their sandbox is over, as long as this page is open. */
  get reached(): ReadonlyMap<string, Reached> {
    return this.#reached
  }

  /** Whether the board has been read once, so that no rows means an empty room. */
  get isRead(): boolean {
    return this.#isRead
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
      const { items } = await api('listClassrooms')
      this.#classroom = items.find((one) => one.id === this.id) ?? null
      if (this.#classroom === null) this.#failure = { code: 'NOT_FOUND', detail: '' }
      else {
        this.#take((await api('readBoard', { params: { classroomId: this.id } })).items)
        this.#isRead = true
        this.#connect()
      }
    } catch (thrown) {
      this.#failure = failureOf(thrown)
    }
  }

  close(): void {
    this.#live.close()
  }

  #take(rows: BoardRow[]): void {
    this.#rows = rows
    this.#reached = reachedBy(rows, this.#reached)
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
    this.#take(parsed.data.rows)
    this.#isRead = true
  }
}
