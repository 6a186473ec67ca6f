import type { HttpCheckResult, ProbeSample } from '@noops-dojo/contracts'
import type { HttpCheckRequest } from '../../domain/ports/engine/probe-gateway.ts'
import type { FakeClock } from './fake-clock.ts'
import { FakeProbeGateway } from './fake-probe-gateway.ts'

type Span = [number, number]

const isIn = (spans: readonly Span[], at: number): boolean =>
  spans.some(([from, to]) => at >= from && at < to)

/** A gateway whose answers follow from when the target is out; every probe that has ended by now is there. */
export class ScriptedGateway extends FakeProbeGateway {
  /** Moments at which the target is out: [from, to). */
  readonly outages: Span[] = []
  /** Moments at which the probe `alarm` says that the learner's alert fires. */
  readonly alarms: Span[] = []
  readonly silentFrom = Number.POSITIVE_INFINITY
  /** What the target keeps of the writes that it acknowledged; a test takes away what it wants lost. */
  kept: string[] = []
  /** Every write that was sent, with its headers. */
  readonly writes: HttpCheckRequest[] = []
  isListBroken = false

  constructor(
    private readonly clock: FakeClock,
    private readonly everyMs: number,
  ) {
    super()
  }

  override async samples(id: string, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    await super.samples(id, probe, from, to)
    const samples: ProbeSample[] = []
    const last = Math.min(to, this.clock.now())
    for (let at = Math.ceil(from / this.everyMs) * this.everyMs; at <= last; at += this.everyMs)
      if (at < this.silentFrom) samples.push([at, this.#isGood(probe, at + 1) ? 1 : 0, 2])
    return samples
  }

  override async check(request: HttpCheckRequest = { url: '', timeoutMs: 1 }): Promise<HttpCheckResult> {
    await super.check()
    const answer = (status: number, body = '') => ({ status, body, ms: 1, error: null })
    if (request.method !== 'POST')
      return this.isListBroken ? answer(500) : answer(200, JSON.stringify(this.kept))
    this.writes.push(request)
    if (isIn(this.outages, this.clock.now())) return { status: null, body: '', ms: 1, error: 'ECONNREFUSED' }
    this.kept.push((JSON.parse(request.body ?? '{}') as { id?: string }).id ?? '')
    return answer(201)
  }

  #isGood(probe: string, at: number): boolean {
    return probe === 'alarm' ? isIn(this.alarms, at) : !isIn(this.outages, at)
  }
}
