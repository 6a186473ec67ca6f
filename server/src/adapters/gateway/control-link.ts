import { fromGateway, type FromGateway } from '@noops-dojo/contracts'
import { WebSocket } from 'ws'

const firstRetryMs = 100
const lastRetryMs = 2_000
/** A link that does not answer a ping within this is dead, whatever TCP believes. */
const heartbeatMs = 5_000

export interface LinkListener {
  onOpen(): void
  onMessage(message: FromGateway): void
  /** The connection was lost (or never came up); the link tries again by itself. */
  onLost(reason: string): void
}

const controlUrl = (origin: string): string => `${origin.replace(/^http/, 'ws')}/control`

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One WebSocket to the gateway's control channel that comes back by itself until it is closed. */
export class ControlLink {
  readonly #origin: string
  readonly #token: string
  readonly #listener: LinkListener
  #socket: WebSocket | undefined
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs
  #isClosed = false

  constructor(origin: string, token: string, listener: LinkListener) {
    this.#origin = origin
    this.#token = token
    this.#listener = listener
    this.#open()
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /** False: the link is down, nothing was sent. */
  send(message: object): boolean {
    if (!this.isOpen) return false
    this.#socket?.send(JSON.stringify(message))
    return true
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#socket?.terminate()
  }

  #open(): void {
    const socket = new WebSocket(controlUrl(this.#origin), {
      headers: { authorization: `Bearer ${this.#token}` },
      perMessageDeflate: false,
      handshakeTimeout: heartbeatMs,
    })
    this.#socket = socket
    let reason = 'the connection was closed'
    let isAlive = true
    const heartbeat = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
    }, heartbeatMs)
    socket.on('pong', () => (isAlive = true))
    socket.on('open', () => {
      this.#retryMs = firstRetryMs
      this.#listener.onOpen()
    })
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('error', (error) => (reason = error.message))
    socket.on('close', () => {
      clearInterval(heartbeat)
      this.#lost(reason)
    })
  }

  #lost(reason: string): void {
    if (this.#isClosed) return
    this.#listener.onLost(reason)
    this.#retry = setTimeout(() => this.#open(), this.#retryMs)
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs)
  }

  /** A message that the contract does not know comes from another version of the gateway: left out. */
  #receive(text: string): void {
    const message = fromGateway.safeParse(parsed(text))
    if (message.success) this.#listener.onMessage(message.data)
  }
}
