import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SandboxView, terminalFlow, type ToBrowser } from '@noops-dojo/contracts'
import Docker from 'dockerode'
import WebSocket from 'ws'
import { launchDojo, type LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'

/** A shell that is typed into and read from, however it is reached. */
export interface Line {
  write(text: string): void
  /** Replaces the listener. */
  listen(listener: (bytes: Buffer) => void): void
  close(): void
}

const settledMs = 400

/** Resolves when the shell has printed its prompt and is quiet. */
const settled = async (line: Line): Promise<Line> => {
  let last = 0
  line.listen(() => (last = performance.now()))
  while (last === 0 || performance.now() - last < settledMs) await sleep(20)
  return line
}

/** A whole dojo with one sandbox, and two ways to its workstation: through the server, and with a bare exec. */
export class TerminalStage {
  readonly #dojo: LaunchedDojo
  readonly sandboxId: string
  readonly #docker = new Docker({ socketPath: '/var/run/docker.sock', host: undefined })

  private constructor(dojo: LaunchedDojo, sandboxId: string) {
    this.#dojo = dojo
    this.sandboxId = sandboxId
  }

  static async open(): Promise<TerminalStage> {
    const dojo = await launchDojo({ DOJO_POOL: 'off' })
    try {
      const call = async <T>(path: string, method = 'GET', body?: object): Promise<T> => {
        const headers = { authorization: `Bearer ${dojo.graderToken}`, 'content-type': 'application/json' }
        const response = await fetch(`${dojo.origin}${path}`, { method, headers, body: JSON.stringify(body) })
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
        return (await response.json()) as T
      }
      let sandbox = await call<SandboxView>('/api/sandboxes', 'POST', { labId: 'first-steps' })
      for (let waited = 0; sandbox.state !== 'ready'; waited += 200) {
        if (sandbox.state === 'failed' || waited > 120_000) throw new Error(`sandbox: ${sandbox.failure}`)
        await sleep(200)
        sandbox = await call<SandboxView>(`/api/sandboxes/${sandbox.id}`)
      }
      return new TerminalStage(dojo, sandbox.id)
    } catch (error) {
      await dojo.stop()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#dojo.stop()
  }

  /** Resident memory of the server process, bytes. */
  serverBytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(this.#proc('status'))?.[1]) * 1024
  }

  /** Processor time that the server has used, seconds (proc(5): utime and stime, in hundredths). */
  serverSeconds(): number {
    const fields = this.#proc('stat').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  #proc(file: string): string {
    const { pid } = JSON.parse(readFileSync(`${this.#dojo.dataDir}/pids/server.json`, 'utf8')) as {
      pid: number
    }
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  }

  async run(script: string): Promise<void> {
    const stream = await this.#exec(['bash', '-c', script], false)
    stream.resume()
    await new Promise((resolve) => stream.once('close', resolve))
  }

  /** Through the server: ticket, WebSocket, acknowledgements as the page sends them. */
  async throughServer(terminal: string): Promise<Line> {
    const response = await fetch(`${this.#dojo.origin}/api/sandboxes/${this.sandboxId}/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#dojo.graderToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ purpose: 'terminal', terminal }),
    })
    const { url } = (await response.json()) as { url: string }
    const socket = new WebSocket(this.#dojo.origin.replace('http', 'ws') + url, { perMessageDeflate: false })
    let [offset, acked] = [0, 0]
    let listener: (bytes: Buffer) => void = () => undefined
    socket.on('close', (code, reason) => console.error(`terminal ${terminal} closed: ${code} ${reason}`))
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', cols: 80, rows: 24 })))
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        const message = JSON.parse(data.toString()) as ToBrowser
        if (message.type === 'ready') offset = acked = message.offset
        return
      }
      offset += data.length
      if (offset - acked >= terminalFlow.ackEveryBytes) {
        acked = offset
        socket.send(JSON.stringify({ type: 'ack', offset }))
      }
      listener(data)
    })
    return settled({
      write: (text) => socket.send(Buffer.from(text)),
      listen: (next) => void (listener = next),
      close: () => socket.close(),
    })
  }

  /** The yardstick: `docker exec -it … bash`, its stream read straight from the engine’s socket. */
  async throughExec(): Promise<Line> {
    const stream = await this.#exec(['bash', '-l'], true)
    let listener: (bytes: Buffer) => void = () => undefined
    stream.on('data', (bytes: Buffer) => listener(bytes))
    return settled({
      write: (text) => stream.write(text),
      listen: (next) => void (listener = next),
      close: () => stream.destroy(),
    })
  }

  async #exec(argv: string[], isTerminal: boolean): Promise<Duplex> {
    const exec = await this.#docker.getContainer(`s${this.sandboxId}-workstation`).exec({
      Cmd: argv,
      Env: ['TERM=xterm-256color'],
      AttachStdin: isTerminal,
      AttachStdout: true,
      AttachStderr: true,
      Tty: isTerminal,
    })
    return exec.start({ hijack: true, stdin: isTerminal, Tty: isTerminal })
  }
}
