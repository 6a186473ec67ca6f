import { failureOf, type Failure, type FailureCode } from './client.ts'

/** The part of a WebSocket that is used here, so that a test can bring its own. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  onerror: (() => void) | null
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
}

export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'refused' | 'closed'

export interface TicketedSocketOptions {
  /** Takes a fresh single-use ticket; gives the path or URL to open. */
  takeTicket: () => Promise<string>
  openSocket?: (url: string) => SocketLike
  onOpen?: () => void
  onMessage: (data: unknown) => void
  onState: (state: ConnectionState, failure: Failure | null) => void
  /** Share of the back-off that is random, so that a class does not reconnect as one. */
  random?: () => number
}

/** Failures that no retry will cure. */
const finalFailures: ReadonlySet<FailureCode> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ORIGIN_REFUSED',
  'NOT_FOUND',
  'SANDBOX_NOT_FOUND',
  'SANDBOX_FAILED',
  'BAD_REQUEST',
])

const firstDelayMs = 250
const longestDelayMs = 8000
const steadyMs = 3000
const openState = 1

const openWebSocket = (path: string): SocketLike => {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return new WebSocket(url) as unknown as SocketLike
}

/** A WebSocket that takes a new ticket and connects again, with growing pauses, until it is closed or refused. */
export class TicketedSocket {
  readonly #options: TicketedSocketOptions
  #socket: SocketLike | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #failures = 0
  #openedAt = 0
  #isClosed = false

  constructor(options: TicketedSocketOptions) {
    this.#options = options
  }

  open(): void {
    this.#options.onState('connecting', null)
    void this.#connect()
  }

  /** Sends when connected; gives false when the frame was not sent. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== openState) return false
    this.#socket.send(data)
    return true
  }

  /** Connects at once instead of at the end of the pause (the browser came back online, a person asked). */
  retryNow(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    void this.#connect()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#drop()
    this.#options.onState('closed', null)
  }

  async #connect(): Promise<void> {
    try {
      const url = await this.#options.takeTicket()
      if (!this.#isClosed) this.#listen((this.#options.openSocket ?? openWebSocket)(url))
    } catch (thrown) {
      this.#afterFailure(failureOf(thrown))
    }
  }

  #listen(socket: SocketLike): void {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.#openedAt = Date.now()
      this.#options.onState('open', null)
      this.#options.onOpen?.()
    }
    socket.onmessage = (event) => {
      this.#options.onMessage(event.data)
    }
    socket.onclose = () => {
      if (this.#socket !== socket) return
      // A connection that was refused right after it opened must not be tried again at full speed.
      if (this.#openedAt > 0 && Date.now() - this.#openedAt > steadyMs) this.#failures = 0
      this.#openedAt = 0
      this.#afterFailure(null)
    }
    socket.onerror = () => {}
  }

  #afterFailure(failure: Failure | null): void {
    this.#drop()
    if (this.#isClosed) return
    if (failure !== null && finalFailures.has(failure.code)) {
      this.#options.onState('refused', failure)
      return
    }
    this.#options.onState('reconnecting', failure)
    const pause = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures)
    this.#failures += 1
    const spread = 0.75 + 0.5 * (this.#options.random ?? Math.random)()
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#connect()
    }, pause * spread)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    socket.close()
  }
}
