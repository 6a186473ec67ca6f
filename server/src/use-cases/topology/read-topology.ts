import { Injectable } from '@nestjs/common'
import type { Topology } from '@noops-dojo/contracts'
import { Clock, SandboxTopology } from '../../domain/ports/index.ts'
import { linksOf } from '../../domain/topology/links.ts'

/** What stands in a sandbox now, and which settings connect it. */
@Injectable()
export class ReadTopology {
  constructor(
    private readonly topology: SandboxTopology,
    private readonly clock: Clock,
  ) {}

  /** Throws ENGINE_AWAY. */
  async execute(sandboxId: string): Promise<Topology> {
    const nodes = await this.topology.read(sandboxId)
    return { at: this.clock.now(), nodes: nodes.map(({ node }) => node), links: linksOf(nodes) }
  }
}
