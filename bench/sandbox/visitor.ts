import type { LiveMessage, SandboxView } from '@noops-dojo/contracts'
import WebSocket from 'ws'
import type { LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'

/** True once a shell’s output holds a prompt: the workstation’s `❯`, or any shell’s `$ `. */
export const hasPrompt = (output: Buffer): boolean => output.includes('❯') || output.includes('$ ')

/** Asks a dojo for sandboxes and terminals the way the page does: HTTP, the live socket, the terminal’s socket. */
export class Visitor {
  readonly #dojo: LaunchedDojo
  readonly #cookie: string

  private constructor(dojo: LaunchedDojo, cookie: string) {
    this.#dojo = dojo
    this.#cookie = cookie
  }

  /** A learner who has just joined the class. */
  static join(dojo: LaunchedDojo, nickname: string): Promise<Visitor> {
    return Visitor.enter(dojo, 'join', { code: dojo.joinCode, nickname })
  }

  /** The instructor. */
  static signIn(dojo: LaunchedDojo): Promise<Visitor> {
    return Visitor.enter(dojo, 'instructor', { key: dojo.instructorKey })
  }

  private static async enter(dojo: LaunchedDojo, door: string, body: object): Promise<Visitor> {
    const response = await fetch(`${dojo.origin}/api/session/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const cookie = response.headers.get('set-cookie')?.split(';')[0]
    if (!response.ok || cookie === undefined)
      throw new Error(`${door}: ${response.status} ${await response.text()}`)
    return new Visitor(dojo, cookie)
  }

  async call<T>(path: string, method = 'GET', body?: object): Promise<T> {
    const headers = {
      cookie: this.#cookie,
      ...(body ? { 'content-type': 'application/json' } : {}),
    }
    const response = await fetch(`${this.#dojo.origin}${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  start(labId: string): Promise<SandboxView> {
    return this.call<SandboxView>('/api/sandboxes', 'POST', { labId })
  }

  /** Resolves when the live socket says that the sandbox is ready. */
  async untilReady(sandbox: SandboxView): Promise<void> {
    if (sandbox.state === 'ready') return
    const socket = await this.open(sandbox.id, { purpose: 'live' })
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the live socket closed')))
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as LiveMessage
        const state =
          message.type === 'sandbox'
            ? message.sandbox.state
            : message.type === 'event' && message.event.kind === 'sandbox.state'
              ? message.event.data.state
              : undefined
        if (state === 'failed') reject(new Error('the sandbox failed'))
        if (state === 'ready') resolve()
      })
    })
    socket.terminate()
  }

  /** Asks for a sandbox and waits for its prompt: gives it as it was answered, and how long all took, milliseconds. */
  async startToPrompt(labId: string): Promise<{ sandbox: SandboxView; ms: number }> {
    const askedAt = performance.now()
    const sandbox = await this.start(labId)
    await this.untilReady(sandbox)
    await this.untilPrompt(sandbox.id)
    return { sandbox, ms: performance.now() - askedAt }
  }

  /** Resolves when the first byte of the prompt has come through the terminal’s socket. */
  async untilPrompt(sandboxId: string): Promise<void> {
    const socket = await this.open(sandboxId, { purpose: 'terminal', terminal: 'main' })
    let output = Buffer.alloc(0)
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the terminal’s socket closed')))
      socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', cols: 80, rows: 24 })))
      socket.on('message', (data: Buffer, isBinary) => {
        if (!isBinary) return
        output = Buffer.concat([output, data])
        if (hasPrompt(output)) resolve()
      })
    })
    socket.terminate()
  }

  async end(sandboxId: string): Promise<void> {
    await this.call(`/api/sandboxes/${sandboxId}`, 'DELETE')
  }

  /** A WebSocket with a ticket of its own. `body`: what it is for, as the page asks. */
  async open(sandboxId: string, body: object): Promise<WebSocket> {
    const { url } = await this.call<{ url: string }>(`/api/sandboxes/${sandboxId}/tickets`, 'POST', body)
    return new WebSocket(this.#dojo.origin.replace('http', 'ws') + url, { perMessageDeflate: false })
  }
}
