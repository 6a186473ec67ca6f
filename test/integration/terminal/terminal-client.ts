import { type FromBrowser, terminalFlow, type ToBrowser } from '@noops-dojo/contracts'
import WebSocket from 'ws'

export interface ClientOptions {
  readonly origin?: string
  readonly hello?: Partial<Extract<FromBrowser, { type: 'hello' }>>
  /** False: never acknowledges, as a page that hangs. */
  readonly acks?: boolean
}

/** A page’s side of /ws/terminal, as the browser does it: hello, acknowledgements, bytes. */
export class TerminalClient {
  readonly socket: WebSocket
  readonly messages: ToBrowser[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  text = ''
  received = 0
  offset = 0
  epoch: string | undefined
  /** Called with each binary frame. */
  onBytes: (bytes: Buffer) => void = () => undefined
  #unacked = 0
  readonly #acks: boolean

  constructor(address: string, { origin, hello = {}, acks = true }: ClientOptions = {}) {
    this.#acks = acks
    this.socket = new WebSocket(address, {
      perMessageDeflate: false,
      ...(origin === undefined ? {} : { origin }),
    })
    this.socket.on('open', () => this.send({ type: 'hello', cols: 80, rows: 24, ...hello }))
    this.socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  send(message: FromBrowser | object): void {
    this.socket.send(JSON.stringify(message))
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text))
  }

  /** Resolves once `isThere` gives true; rejects after `ms`. */
  async until(isThere: (client: TerminalClient) => boolean, ms = 10_000): Promise<void> {
    const end = Date.now() + ms
    while (!isThere(this)) {
      if (Date.now() > end)
        throw new Error(`not seen within ${ms} ms; the screen ends: ${this.text.slice(-300)}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  sees(text: string, ms?: number): Promise<void> {
    return this.until((client) => client.text.includes(text), ms)
  }

  isReady(): Promise<void> {
    return this.until(({ messages }) => messages.some(({ type }) => type === 'ready'))
  }

  close(): Promise<unknown> {
    this.socket.close()
    return this.closed
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (!isBinary) {
      const message = JSON.parse(data.toString()) as ToBrowser
      this.messages.push(message)
      if (message.type === 'ready') {
        this.offset = message.offset
        this.epoch = message.epoch
      }
      return
    }
    this.received += data.length
    this.offset += data.length
    this.#unacked += data.length
    this.text = (this.text + data.toString('latin1')).slice(-200_000)
    this.onBytes(data)
    if (this.#acks && this.#unacked >= terminalFlow.ackEveryBytes) this.ack()
  }

  ack(): void {
    this.#unacked = 0
    this.send({ type: 'ack', offset: this.offset })
  }
}

/** Gives the HTTP status with which an upgrade was refused, 101 when it was not. */
export const upgradeStatus = (address: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers })
    socket.once('open', () => {
      socket.close()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
