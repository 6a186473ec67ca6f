import { Injectable } from '@nestjs/common'
import { DojoError, type ProbeSample, samplesKeptMs } from '@noops-dojo/contracts'
import { AttemptStore, Clock, LabCatalog, ProbeGateway } from '../../domain/ports/index.ts'
import { AttemptSampleStore } from '../../domain/ports/store/attempt-sample-store.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

/** Probe samples of a time window: the gateway keeps ten minutes, attempts keep theirs for good. */
@Injectable()
export class ReadSamples {
  constructor(
    private readonly labs: LabCatalog,
    private readonly gateway: ProbeGateway,
    private readonly attempts: AttemptStore,
    private readonly stored: AttemptSampleStore,
    private readonly clock: Clock,
  ) {}

  /**
   * By start. Throws NOT_FOUND for a probe that the lab does not have, BAD_REQUEST for a window longer than is kept, and
   * GATEWAY_AWAY.
   */
  async execute(sandbox: Sandbox, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    const probes = Object.keys(this.labs.find(sandbox.labId)?.file.spec.probes ?? {})
    if (!probes.includes(probe))
      throw new DojoError('NOT_FOUND', `This lab has no such probe; it has: ${probes.join(', ') || 'none'}.`)
    if (to < from || to - from > samplesKeptMs)
      throw new DojoError('BAD_REQUEST', 'Ask for a window with from ≤ to of ten minutes at most.')
    const keptFrom = this.clock.now() - samplesKeptMs
    const old = from < keptFrom ? await this.#ofAttempts(sandbox.id, probe, from, to) : []
    const recent = to >= keptFrom ? await this.#recent(sandbox.id, probe, from, to) : []
    const byStart = new Map([...old, ...recent].map((sample) => [sample[0], sample]))
    return [...byStart.values()].sort(([a], [b]) => a - b)
  }

  /** While the gateway is away, what attempts have kept is what there is; without that GATEWAY_AWAY is passed on. */
  async #recent(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    try {
      return await this.gateway.samples(sandboxId, probe, from, to)
    } catch (error) {
      const kept = await this.#ofAttempts(sandboxId, probe, from, to)
      if (kept.length === 0) throw error
      return kept
    }
  }

  async #ofAttempts(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    const attempts = await this.attempts.listOfSandbox(sandboxId)
    const touching = attempts.filter(({ startedAt, endedAt }) => startedAt <= to && (endedAt ?? to) >= from)
    const kept = await Promise.all(touching.map(({ id }) => this.stored.list(id)))
    return kept
      .flat()
      .filter((each) => each.probe === probe)
      .flatMap(({ samples }) => samples.filter(([at]) => at >= from && at <= to))
  }
}
