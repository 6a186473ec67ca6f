import { failureOf, type Failure, type FailureCode } from './client.ts'
import { SilenceWatch } from './silence-watch.ts'
import { onWake } from './wake.ts'

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
  /** Takes a fresh single-use ticket; gives the path or URL to open. To be given up when `signal` says so. */
  takeTicket: (signal: AbortSignal) => Promise<string>
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
/**
 * A ticket is a matter of milliseconds; a request that a dead connection has swallowed never ends. A browser may hold
 * several dead ones, each of which swallows one request: the first are given up soon, later ones as a slow dojo needs.
 */
const ticketMs = 2500
const longestTicketMs = 10_000
const openState = 1
const pingText = JSON.stringify({ type: 'ping' })

const openWebSocket = (path: string): SocketLike => {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return new WebSocket(url) as unknown as SocketLike
}

/**
 * A WebSocket that takes a new ticket and connects again, with growing pauses, until it is closed or refused. A dead
 * connection that nobody closed counts as lost: the other end is asked when it is silent, when the page wakes, and when
 * something is sent into a silence (contracts/src/platform/pulse.ts).
 */
export class TicketedSocket {
  readonly #options: TicketedSocketOptions
  #socket: SocketLike | null = null
  #watch: SilenceWatch | null = null
  #ticket: AbortController | null = null
  #stopWaking: (() => void) | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #failures = 0
  #openedAt = 0
  #isClosed = false

  constructor(options: TicketedSocketOptions) {
    this.#options = options
  }

  open(): void {
    this.#stopWaking ??= onWake(() => this.retryNow())
    this.#options.onState('connecting', null)
    void this.#connect()
  }

  /** Sends when connected; gives false when the frame was not sent. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== openState) return false
    this.#socket.send(data)
    this.#watch?.sent()
    return true
  }

  /**
   * Connects at once instead of at the end of the pause (the page woke, a person asked). A connection that seems to be
   * there is asked, and given up when it does not answer.
   */
  retryNow(): void {
    if (this.#timer === null) return this.#watch?.doubt()
    clearTimeout(this.#timer)
    this.#timer = null
    void this.#connect()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#stopWaking?.()
    this.#ticket?.abort()
    this.#drop()
    this.#options.onState('closed', null)
  }

  async #connect(): Promise<void> {
    try {
      const url = await this.#takeTicket()
      if (!this.#isClosed) this.#listen((this.#options.openSocket ?? openWebSocket)(url))
    } catch (thrown) {
      this.#afterFailure(failureOf(thrown))
    }
  }

  async #takeTicket(): Promise<string> {
    const given = (this.#ticket = new AbortController())
    const reason = new DOMException('No ticket came in time.', 'TimeoutError')
    const withinMs = Math.min(longestTicketMs, ticketMs * (1 + this.#failures))
    const limit = setTimeout(() => given.abort(reason), withinMs)
    try {
      return await this.#options.takeTicket(given.signal)
    } finally {
      clearTimeout(limit)
    }
  }

  #listen(socket: SocketLike): void {
    this.#socket = socket
    // From here on: a connection that never opens is as dead as one that falls silent.
    this.#watch = new SilenceWatch({
      ask: () => socket.readyState === openState && socket.send(pingText),
      onLost: () => this.#lose(socket),
    })
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.#openedAt = Date.now()
      this.#watch?.heard()
      this.#options.onState('open', null)
      this.#options.onOpen?.()
    }
    socket.onmessage = (event) => {
      this.#watch?.heard()
      this.#options.onMessage(event.data)
    }
    socket.onclose = () => this.#lose(socket)
    socket.onerror = () => {}
  }

  #lose(socket: SocketLike): void {
    if (this.#socket !== socket) return
    // A connection that was refused right after it opened must not be tried again at full speed.
    if (this.#openedAt > 0 && Date.now() - this.#openedAt > steadyMs) this.#failures = 0
    this.#openedAt = 0
    this.#afterFailure(null)
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
    this.#watch?.stop()
    this.#watch = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    socket.close()
  }
}
