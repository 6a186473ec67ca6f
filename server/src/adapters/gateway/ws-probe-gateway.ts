import {
  clockStep,
  gatewayProbe,
  httpCheckResult,
  probeSample,
  type ClockStep,
  type FromGateway,
  type GatewayProbe,
  type HttpCheckResult,
  type ProbeSample,
  type ToGateway,
} from '@noops-dojo/contracts'
import { ProbeGateway, type HttpCheckRequest } from '../../domain/ports/engine/probe-gateway.ts'
import type { PlatformLog } from '../../domain/ports/platform-log.ts'
import { ControlLink } from './control-link.ts'
import { gatewayAway, PendingRequests } from './pending-requests.ts'
import { SampleFeed, type SampleListener } from './sample-feed.ts'

const answerTimeoutMs = 5_000
const samples = probeSample.array()

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/** The gateway over its control channel. Probes are set again after each reconnect, missed samples fetched again. */
export class WsProbeGateway extends ProbeGateway {
  readonly #token: string
  readonly #log: PlatformLog
  readonly #pending = new PendingRequests()
  readonly #feed = new SampleFeed()
  readonly #wanted = new Map<string, readonly GatewayProbe[]>()
  #origin: string | undefined
  #link: ControlLink | undefined
  #waiting: (() => void)[] = []
  #isAwayKnown = false

  constructor(token: string, log: PlatformLog) {
    super()
    this.#token = token
    this.#log = log
  }

  isConnected(): boolean {
    return this.#link?.isOpen === true
  }

  connect(origin: string): void {
    if (origin === this.#origin) return
    this.close()
    this.#origin = origin
    this.#link = new ControlLink(origin, this.#token, {
      onOpen: () => this.#opened(),
      onMessage: (message) => this.#receive(message),
      onLost: (reason) => this.#lost(reason),
    })
  }

  close(): void {
    this.#link?.close()
    this.#link = undefined
    this.#origin = undefined
    this.#pending.failAll('the connection was closed')
  }

  /** Remembered before it is sent: a gateway that is away gets it when it is back. */
  async setProbes(sandboxId: string, probes: readonly GatewayProbe[]): Promise<void> {
    this.#wanted.set(sandboxId, probes)
    await this.#ask({ type: 'set-probes', sandboxId, probes: [...probes] })
  }

  async drop(sandboxId: string): Promise<void> {
    this.#wanted.delete(sandboxId)
    await this.#ask({ type: 'drop-sandbox', sandboxId })
  }

  async listProbed(): Promise<string[]> {
    const probes = gatewayProbe.array().parse(await this.#ask({ type: 'list' }))
    return [...new Set(probes.map(({ sandboxId }) => sandboxId))]
  }

  async samples(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    return samples.parse(await this.#ask({ type: 'fetch-samples', sandboxId, name: probe, from, to }))
  }

  async clockSteps(): Promise<ClockStep[]> {
    return clockStep.array().parse(await this.#ask({ type: 'clock-steps' }))
  }

  async check(request: HttpCheckRequest): Promise<HttpCheckResult> {
    const { method = 'GET', headers = {}, maxBytes = 64 * 1024, ...rest } = request
    const message = { type: 'http-check' as const, ...rest, method, headers, maxBytes }
    return httpCheckResult.parse(await this.#ask(message, request.timeoutMs + answerTimeoutMs))
  }

  subscribe(sandboxId: string, listener: SampleListener): () => void {
    return this.#feed.subscribe(sandboxId, listener)
  }

  previewUpstream(): { origin: string; authorization: string } | undefined {
    return this.#origin === undefined
      ? undefined
      : { origin: this.#origin, authorization: `Preview ${this.#token}` }
  }

  /** Waits for a link that is just coming up, then asks; GATEWAY_AWAY when that takes too long. */
  async #ask(message: WithoutId<ToGateway>, timeoutMs = answerTimeoutMs): Promise<unknown> {
    if (!this.#link) throw gatewayAway('it was not started yet')
    if (!this.isConnected()) await this.#untilOpen(timeoutMs)
    const { id, answer } = this.#pending.open(message.type, timeoutMs)
    if (!this.#link?.send({ ...message, id })) this.#pending.failAll('the connection was lost')
    return answer
  }

  #untilOpen(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        // Boards ask once a second: while the gateway is away for long, nothing may pile up.
        this.#waiting = this.#waiting.filter((one) => one !== go)
        reject(gatewayAway('it cannot be reached'))
      }, timeoutMs)
      this.#waiting.push(go)
    })
  }

  #opened(): void {
    if (this.#isAwayKnown) this.#log.info('The gateway is back.')
    this.#isAwayKnown = false
    for (const [sandboxId, probes] of this.#wanted)
      this.#ask({ type: 'set-probes', sandboxId, probes: [...probes] }).catch(() => undefined)
    for (const { sandboxId, probe, lastAt } of this.#feed.interrupted()) {
      // A sample of the future: the clock was set back since, and the gateway keeps nothing from before.
      const from = lastAt > Date.now() ? 0 : lastAt + 1
      this.samples(sandboxId, probe, from, Number.MAX_SAFE_INTEGER).then(
        (missed) => this.#feed.passOn(sandboxId, probe, missed),
        () => undefined,
      )
    }
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  #lost(reason: string): void {
    if (!this.#isAwayKnown) this.#log.warn('The gateway is away.', { reason })
    this.#isAwayKnown = true
    this.#pending.failAll(reason)
  }

  #receive(message: FromGateway): void {
    if (message.type === 'samples') {
      for (const { sandboxId, name, samples } of message.batches) this.#feed.passOn(sandboxId, name, samples)
      return
    }
    if (message.type === 'done') return this.#pending.done(message.id, message.result)
    this.#pending.failed(message.id, message.message)
  }
}
