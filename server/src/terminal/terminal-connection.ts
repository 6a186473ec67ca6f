import { DojoError, fromBrowser, type FromBrowser } from '@noops-dojo/contracts'
import type { RawData, WebSocket } from 'ws'
import type { Hello, TerminalSession } from '../domain/terminal/terminal-session.ts'
import { closeCodes } from '../domain/terminal/viewer.ts'
import type { SocketViewer } from './socket-viewer.ts'

/** A client that does not say hello by then is not ours. */
const helloMs = 10_000

/** Gives the control message of a text frame, or undefined when it is not one. */
export const parseControl = (text: string): FromBrowser | undefined => {
  try {
    return fromBrowser.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const closeCodeOf = (error: unknown): number => {
  if (!(error instanceof DojoError)) return closeCodes.failed
  if (error.code === 'TOO_MANY_REQUESTS') return closeCodes.tooMany
  return error.code === 'ENGINE_AWAY' ? closeCodes.failed : closeCodes.notReady
}

/** One socket’s talk with its session: hello first, then bytes and control messages. */
export class TerminalConnection {
  readonly #socket: WebSocket
  readonly #viewer: SocketViewer
  readonly #attach: (hello: Hello) => Promise<TerminalSession>
  readonly #onFailure: (error: unknown) => void
  readonly #helloTimer: NodeJS.Timeout
  #session: TerminalSession | undefined
  #hasGreeted = false
  #isGreeting = false
  /** What came between hello and the open shell: frames that were parsed before the socket could be paused. */
  #early: (() => void)[] = []

  constructor(
    socket: WebSocket,
    viewer: SocketViewer,
    attach: (hello: Hello) => Promise<TerminalSession>,
    onFailure: (error: unknown) => void,
  ) {
    this.#socket = socket
    this.#viewer = viewer
    this.#attach = attach
    this.#onFailure = onFailure
    this.#helloTimer = setTimeout(() => this.#refuse('hello is missing'), helloMs)
    viewer.onWritten = () => this.#session?.wrote(viewer.id)
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('close', () => this.#end())
    socket.on('error', () => socket.terminate())
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#isGreeting) this.#early.push(() => this.#handle(data, isBinary))
    else this.#handle(data, isBinary)
  }

  #handle(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#session?.input(this.#viewer.id, data as Buffer)
      return
    }
    const message = parseControl(data.toString())
    if (!message) this.#refuse('not a control message')
    else if (message.type === 'ping') this.#viewer.tell({ type: 'alive' })
    else if (message.type === 'hello') void this.#greet(message)
    else if (message.type === 'resize') this.#session?.resize(this.#viewer.id, message)
    else if (this.#session && !this.#session.ack(this.#viewer.id, message.offset))
      this.#refuse('acknowledges bytes that were never sent')
  }

  async #greet(hello: Hello): Promise<void> {
    if (this.#hasGreeted) return this.#refuse('a second hello')
    this.#hasGreeted = true
    this.#isGreeting = true
    clearTimeout(this.#helloTimer)
    // Keys typed while the shell opens wait; they are neither lost nor reordered.
    this.#viewer.pauseInput()
    try {
      this.#session = await this.#attach(hello)
      this.#isGreeting = false
      for (const handle of this.#early.splice(0)) handle()
      if (this.#socket.readyState !== this.#socket.OPEN) this.#end()
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isGreeting = false
      this.#viewer.resumeInput()
    }
  }

  #fail(error: unknown): void {
    const { code, message } =
      error instanceof DojoError ? error : { code: 'INTERNAL', message: 'The terminal could not be opened.' }
    if (!(error instanceof DojoError)) this.#onFailure(error)
    this.#viewer.tell({ type: 'error', code, message })
    this.#viewer.close(closeCodeOf(error), code)
  }

  #refuse(reason: string): void {
    this.#viewer.tell({
      type: 'error',
      code: 'BAD_REQUEST',
      message: `The terminal was sent a wrong message: ${reason}.`,
    })
    this.#viewer.close(closeCodes.badMessage, reason)
    this.#end()
  }

  #end(): void {
    clearTimeout(this.#helloTimer)
    this.#session?.detach(this.#viewer.id)
    this.#session = undefined
  }
}
