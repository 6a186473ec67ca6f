import { once } from 'node:events'
import type { FromGateway, GatewayProbe, ProbeSample, ToGateway } from '@noops-dojo/contracts'
import { WebSocket } from 'ws'

/** What a bench asks of a gateway, as the server would, over its control channel. */
export class ControlChannel {
  readonly #socket: WebSocket
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** Opens the channel of the gateway that listens on this port of loopback. */
  static async open(port: number, token: string): Promise<ControlChannel> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/control`, {
      headers: { authorization: `Bearer ${token}` },
    })
    socket.setMaxListeners(0)
    await once(socket, 'open')
    return new ControlChannel(socket)
  }

  async setProbes(sandboxId: string, probes: GatewayProbe[]): Promise<void> {
    await this.#ask({ type: 'set-probes', id: 0, sandboxId, probes })
  }

  async samples(sandboxId: string, name: string): Promise<ProbeSample[]> {
    const to = Number.MAX_SAFE_INTEGER
    return (await this.#ask({ type: 'fetch-samples', id: 0, sandboxId, name, from: 0, to })) as ProbeSample[]
  }

  close(): void {
    this.#socket.terminate()
  }

  #ask(message: ToGateway): Promise<unknown> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      const listen = (data: unknown) => {
        const answer = JSON.parse(String(data)) as FromGateway
        if (answer.type === 'samples' || answer.id !== id) return
        this.#socket.off('message', listen)
        if (answer.type === 'done') resolve(answer.result)
        else reject(new Error(answer.message))
      }
      this.#socket.on('message', listen)
      this.#socket.send(JSON.stringify({ ...message, id }))
    })
  }
}
