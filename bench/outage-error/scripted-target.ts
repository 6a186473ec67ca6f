import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** How a target is out: it says 500, refuses connections, swallows requests, or answers them when it is back. */
export type OutageKind = 'status' | 'refuse' | 'swallow' | 'stall'
export interface ScriptedOutage {
  readonly afterMs: number
  readonly lengthMs: number
  readonly kind: OutageKind
  /** Flapping: it is good for `goodMs`, then bad again for `badMs`, for each of these after the first outage. */
  readonly relapses?: readonly { readonly goodMs: number; readonly badMs: number }[]
}
/** When it really was out: the switch lies in [lo, hi] on either side (epoch ms of the target's own clock). */
export interface TrueOutage extends ScriptedOutage {
  readonly from: { readonly lo: number; readonly hi: number }
  readonly to: { readonly lo: number; readonly hi: number }
}

const now = (): number => performance.timeOrigin + performance.now()
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** One target that follows its script in a process of its own, so that it never shares an event loop with a probe. */
class ScriptedTarget {
  #out: OutageKind | undefined
  #server: Server
  #port = 0
  readonly #sockets = new Set<Socket>()
  readonly #stalled = new Set<ServerResponse>()

  constructor() {
    this.#server = this.#create()
  }

  #create(): Server {
    const server = createServer((_request, response) => {
      if (this.#out === undefined) return void response.end('ok')
      if (this.#out === 'status') return void response.writeHead(500).end()
      if (this.#out === 'stall') this.#stalled.add(response)
    })
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => undefined)
    })
    return server
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
    return this.#port
  }

  async play(script: readonly ScriptedOutage[]): Promise<TrueOutage[]> {
    const truths: TrueOutage[] = []
    for (const outage of script) {
      await sleep(outage.afterMs)
      const from = await this.#begin(outage.kind)
      await sleep(outage.lengthMs)
      let to = await this.#end(outage.kind)
      for (const { goodMs, badMs } of outage.relapses ?? []) {
        await sleep(goodMs)
        await this.#begin(outage.kind)
        await sleep(badMs)
        to = await this.#end(outage.kind)
      }
      truths.push({ ...outage, from, to })
    }
    return truths
  }

  async #begin(kind: OutageKind): Promise<TrueOutage['from']> {
    const lo = now()
    this.#out = kind
    if (kind === 'refuse') {
      this.#server.close()
      for (const socket of this.#sockets) socket.destroy()
    }
    return { lo, hi: now() }
  }

  async #end(kind: OutageKind): Promise<TrueOutage['to']> {
    const lo = now()
    this.#out = undefined
    if (kind === 'refuse') {
      this.#server = this.#create()
      await this.listen()
    }
    for (const response of this.#stalled) response.end('late')
    this.#stalled.clear()
    return { lo, hi: now() }
  }
}

const targets: ScriptedTarget[] = []
process.on('message', async (message: { count: number } | { scripts: ScriptedOutage[][] }) => {
  if ('count' in message) {
    for (let i = 0; i < message.count; i += 1) targets.push(new ScriptedTarget())
    process.send?.({ ports: await Promise.all(targets.map((target) => target.listen())) })
  } else {
    const truths = await Promise.all(message.scripts.map((script, i) => targets[i]?.play(script)))
    process.send?.({ truths })
  }
})
