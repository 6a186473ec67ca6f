import {
  errorCodes,
  terminalFlow,
  toBrowser,
  type ErrorCode,
  type FromBrowser,
  type TerminalSize,
} from '@noops-dojo/contracts'
import type { Failure } from '#lib/api/client.ts'
import { TicketedSocket, type ConnectionState, type SocketLike } from '#lib/api/ticketed-socket.ts'

/** What the link needs of a terminal emulator (xterm, or a fake in tests). */
export interface Screen {
  /** Takes bytes; calls `parsed` when they have been worked in. */
  write(bytes: Uint8Array, parsed: () => void): void
  reset(): void
  size(): TerminalSize
}

export type LinkState = ConnectionState | 'exited'

export interface TerminalLinkOptions {
  screen: Screen
  takeTicket: (signal: AbortSignal) => Promise<string>
  openSocket?: (url: string) => SocketLike
  onState: (state: LinkState, detail: { failure: Failure | null; exitCode: number | null }) => void
  onNotice?: (key: string, text: string) => void
}

const resizeQuietMs = 120
const encoder = new TextEncoder()

/**
 * What a terminal answers by itself to queries in the output: device attributes, status and cursor reports,
 * colours, DCS answers, focus reports (ECMA-48; xterm control sequences). During a replay the queries are old,
 * and the shell would read the answers as typed text.
 */
/* eslint-disable no-control-regex -- terminal answers are control sequences */
const queryReply =
  /^(?:\x1b\[[?>=]?[\d;]*[cnRtuy]|\x1b\[\?[\d;]*\$y|\x1b\[[IO]|\x1b[P\]_^][\s\S]*?(?:\x1b\\|\x07))+$/
/* eslint-enable no-control-regex */

const failureOfWire = (code: string, detail: string): Failure => ({
  code: code in errorCodes ? (code as ErrorCode) : 'INTERNAL',
  detail,
})

/**
 * The browser's end of the terminal wire (contracts/src/terminal.ts): resumes at an absolute offset, tells the
 * server what has been parsed so that it can pause the shell, and mutes query replies while old bytes are replayed.
 */
export class TerminalLink {
  readonly #options: TerminalLinkOptions
  readonly #socket: TicketedSocket
  #epoch: string | null = null
  /** Counts the streams: an answer of xterm to bytes of an older stream says nothing about this one. */
  #stream = 0
  #failure: Failure | null = null
  /** Absolute offset of the next byte that is to come. */
  #received = 0
  #parsed = 0
  #acknowledged = 0
  #replayEnd = 0
  #hasExited = false
  #resizeTimer: ReturnType<typeof setTimeout> | null = null
  #sentSize = ''

  constructor(options: TerminalLinkOptions) {
    this.#options = options
    this.#socket = new TicketedSocket({
      takeTicket: options.takeTicket,
      ...(options.openSocket ? { openSocket: options.openSocket } : {}),
      onOpen: () => this.#sayHello(),
      onMessage: (data) => this.#receive(data),
      onState: (state, failure) => {
        if (!this.#hasExited) options.onState(state, { failure: failure ?? this.#failure, exitCode: null })
      },
    })
  }

  get isReplaying(): boolean {
    return this.#parsed < this.#replayEnd
  }

  open(): void {
    this.#socket.open()
  }

  close(): void {
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer)
    this.#socket.close()
  }

  retryNow(): void {
    this.#socket.retryNow()
  }

  /** Sends what the emulator produced: keys, pastes, and its answers to queries. Gives false when it went nowhere. */
  type(text: string): boolean {
    if (this.isReplaying && queryReply.test(text)) return true
    return this.#socket.send(encoder.encode(text))
  }

  /** Bytes above 127 that are not UTF-8 (mouse reports of old protocols). */
  typeBinary(text: string): boolean {
    return this.#socket.send(Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff))
  }

  /** Tells the new size once it has been quiet for a moment. */
  resized(): void {
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer)
    this.#resizeTimer = setTimeout(() => {
      this.#resizeTimer = null
      const size = this.#options.screen.size()
      if (this.#sentSize === `${size.cols}x${size.rows}`) return
      if (this.#control({ type: 'resize', ...size })) this.#sentSize = `${size.cols}x${size.rows}`
    }, resizeQuietMs)
  }

  #control(message: FromBrowser): boolean {
    return this.#socket.send(JSON.stringify(message))
  }

  #sayHello(): void {
    const size = this.#options.screen.size()
    this.#sentSize = `${size.cols}x${size.rows}`
    const resume = this.#epoch === null ? {} : { offset: this.#received, epoch: this.#epoch }
    this.#control({ type: 'hello', ...size, ...resume })
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) this.#take(new Uint8Array(data))
    else if (typeof data === 'string') this.#obey(data)
  }

  #take(bytes: Uint8Array): void {
    const end = (this.#received += bytes.length)
    const stream = this.#stream
    this.#options.screen.write(bytes, () => {
      if (stream !== this.#stream) return
      this.#parsed = Math.max(this.#parsed, end)
      if (this.#parsed - this.#acknowledged >= terminalFlow.ackEveryBytes) this.#acknowledge()
    })
  }

  #acknowledge(): void {
    if (this.#control({ type: 'ack', offset: this.#parsed })) this.#acknowledged = this.#parsed
  }

  #obey(text: string): void {
    const parsed = toBrowser.safeParse(JSON.parse(text))
    if (!parsed.success) return
    const message = parsed.data
    if (message.type === 'ready') this.#begin(message)
    else if (message.type === 'notice') this.#options.onNotice?.(message.key, message.text)
    else if (message.type === 'error') this.#failure = failureOfWire(message.code, message.message)
    else if (message.type === 'exit') this.#exit(message.code)
  }

  #begin(ready: { epoch: string; offset: number; replay: number; reset: boolean }): void {
    const isNew = ready.reset || ready.epoch !== this.#epoch || ready.offset !== this.#received
    if (isNew && (this.#epoch !== null || ready.reset)) this.#options.screen.reset()
    if (isNew) {
      this.#stream += 1
      this.#parsed = ready.offset
    }
    this.#failure = null
    this.#epoch = ready.epoch
    this.#received = ready.offset
    this.#acknowledged = Math.min(this.#parsed, ready.offset)
    this.#replayEnd = ready.offset + ready.replay
  }

  #exit(code: number | null): void {
    this.#hasExited = true
    this.#socket.close()
    this.#options.onState('exited', { failure: null, exitCode: code })
  }
}
