import { Injectable } from '@nestjs/common'
import { DojoError, type ProbeSample } from '@noops-dojo/contracts'
import { LabCatalog, ProbeGateway } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

const keptMs = 600_000

/** Probe samples of a time window; the gateway keeps ten minutes. */
@Injectable()
export class ReadSamples {
  constructor(
    private readonly labs: LabCatalog,
    private readonly gateway: ProbeGateway,
  ) {}

  /** Throws NOT_FOUND for a probe that the lab does not have, BAD_REQUEST for a window longer than is kept. */
  async execute(sandbox: Sandbox, probe: string, from: number, to: number): Promise<ProbeSample[]> {
    const probes = Object.keys(this.labs.find(sandbox.labId)?.file.spec.probes ?? {})
    if (!probes.includes(probe))
      throw new DojoError('NOT_FOUND', `This lab has no such probe; it has: ${probes.join(', ') || 'none'}.`)
    if (to < from || to - from > keptMs)
      throw new DojoError('BAD_REQUEST', 'Ask for a window with from ≤ to of ten minutes at most.')
    return this.gateway.samples(sandbox.id, probe, from, to)
  }
}
