import type { Agent } from 'node:http'
import Docker, { type DockerOptions } from 'dockerode'
import { ReadInPlaceAgent } from './exec/read-in-place.ts'
import { engineAway, hasStatus, isAway } from './engine-errors.ts'

/** An engine that hangs must not hang the dojo. Streams are not bound by this, only the call that opens them. */
const callTimeoutMs = 90_000

/** One engine. Every request goes through `call`, which turns silence into DojoError ENGINE_AWAY. */
export class EngineConnection {
  readonly docker: Docker
  /** The same engine, for the streams of terminals: each connection has one buffer that it reads into. */
  readonly terminals: Docker

  constructor(socketPath: string) {
    // `host: undefined` keeps DOCKER_HOST of the environment from winning over the configured socket.
    this.docker = new Docker({ socketPath, host: undefined })
    // docker-modem passes `agent` on to node:http (lib/modem.js, dial); its types do not know it.
    const options: DockerOptions & { agent: Agent } = { socketPath, agent: new ReadInPlaceAgent() }
    this.terminals = new Docker({ ...options, host: undefined })
  }

  /** Runs `work`; other failures than silence are passed on as they are. `what` is for people: "create network". */
  async call<T>(what: string, work: (docker: Docker) => Promise<T>, timeoutMs = callTimeoutMs): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(engineAway(`${what}: no answer in ${timeoutMs / 1000} s`)), timeoutMs)
    })
    try {
      return await Promise.race([work(this.docker), silence])
    } catch (error) {
      throw isAway(error) ? engineAway(what, error) : error
    } finally {
      clearTimeout(timer)
    }
  }

  /** The same, but what the statuses mean is fine: gives undefined. */
  async callUnless<T>(
    statuses: readonly number[],
    what: string,
    work: (docker: Docker) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await this.call(what, work)
    } catch (error) {
      if (hasStatus(error, ...statuses)) return undefined
      throw error
    }
  }
}
