import { DojoError } from '@noops-dojo/contracts'
import { SandboxTopology, type ObservedNode } from '../../domain/ports/engine/sandbox-topology.ts'

/** What stands in sandboxes, as the test says. */
export class FakeSandboxTopology extends SandboxTopology {
  readonly nodes = new Map<string, ObservedNode[]>()
  readonly digests: Record<string, string> = {}
  isAway = false

  async read(sandboxId: string): Promise<ObservedNode[]> {
    this.#reach()
    return structuredClone(this.nodes.get(sandboxId) ?? [])
  }

  async imageDigests(names: readonly string[]): Promise<Record<string, string>> {
    this.#reach()
    return Object.fromEntries(
      names.flatMap((name) => (this.digests[name] ? [[name, this.digests[name]]] : [])),
    )
  }

  #reach(): void {
    if (this.isAway) throw new DojoError('ENGINE_AWAY', 'The fake engine is away.')
  }
}
