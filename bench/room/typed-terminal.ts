import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'

const keyEveryMs = 30
const echoLimitMs = 10_000

/** A web terminal as a person uses it: keys one by one, and eyes on what comes back. */
export class TypedTerminal {
  readonly #socket: WebSocket
  #seen = ''
  #onOutput: () => void = () => undefined

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', cols: 80, rows: 24 })))
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) return
      this.#seen += data.toString()
      this.#onOutput()
    })
  }

  /** Types a line and waits until `sign` is in what came since. */
  async type(line: string, sign: string, withinMs = 120_000): Promise<void> {
    this.#seen = ''
    for (const key of line) {
      this.#socket.send(Buffer.from(key))
      await sleep(keyEveryMs)
    }
    this.#socket.send(Buffer.from('\r'))
    await this.until(sign, withinMs)
  }

  async until(sign: string, withinMs: number): Promise<void> {
    for (const end = Date.now() + withinMs; !this.#seen.includes(sign); await sleep(100))
      if (Date.now() > end) throw new Error(`no “${sign}” in ${withinMs} ms: ${this.#seen.slice(-200)}`)
  }

  /** A key and its removal; gives the milliseconds until the key’s echo. */
  async echo(): Promise<number> {
    const startedAt = performance.now()
    const echoed = new Promise<void>((resolve) => (this.#onOutput = resolve))
    this.#socket.send(Buffer.from(' '))
    await Promise.race([echoed, sleep(echoLimitMs)])
    this.#onOutput = () => undefined
    this.#socket.send(Buffer.from('\x7f'))
    return performance.now() - startedAt
  }

  close(): void {
    this.#socket.terminate()
  }
}
