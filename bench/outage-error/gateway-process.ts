import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FromGateway, GatewayProbe, ProbeSample, ToGateway } from '@noops-dojo/contracts'
import { WebSocket } from 'ws'

const token = 'token-of-the-bench-only'
const main = join(import.meta.dirname, '../../gateway/src/main.ts')

/** The real gateway process on loopback, spoken to over its control channel. */
export class GatewayProcess {
  #child: ChildProcess | undefined
  #socket: WebSocket | undefined
  #lastId = 0

  async start(): Promise<void> {
    const env = {
      ...process.env,
      DOJO_GATEWAY_TOKEN: token,
      DOJO_GATEWAY_BIND: '127.0.0.1',
      DOJO_GATEWAY_PORT: '0',
    }
    this.#child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })
    const [line] = (await once(lines, 'line')) as [string]
    const { port } = JSON.parse(line) as { port: number }
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/control`, {
      headers: { authorization: `Bearer ${token}` },
    })
    this.#socket.setMaxListeners(0)
    await once(this.#socket, 'open')
  }

  /** Process id; throws RangeError before `start`. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new RangeError('the gateway was not started')
    return this.#child.pid
  }

  async setProbes(sandboxId: string, probes: GatewayProbe[]): Promise<void> {
    await this.#ask({ type: 'set-probes', id: 0, sandboxId, probes })
  }

  async samples(sandboxId: string, name: string): Promise<ProbeSample[]> {
    const to = Number.MAX_SAFE_INTEGER
    return (await this.#ask({ type: 'fetch-samples', id: 0, sandboxId, name, from: 0, to })) as ProbeSample[]
  }

  stop(): void {
    this.#socket?.terminate()
    this.#child?.kill()
  }

  #ask(message: ToGateway): Promise<unknown> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      const listen = (data: unknown) => {
        const answer = JSON.parse(String(data)) as FromGateway
        if (answer.type === 'samples' || answer.id !== id) return
        this.#socket?.off('message', listen)
        if (answer.type === 'done') resolve(answer.result)
        else reject(new Error(answer.message))
      }
      this.#socket?.on('message', listen)
      this.#socket?.send(JSON.stringify({ ...message, id }))
    })
  }
}
