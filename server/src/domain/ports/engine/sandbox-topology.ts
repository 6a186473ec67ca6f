import type { TopologyNode } from '@noops-dojo/contracts'

/** A service or a plain container of a learner. Its settings stay inside the server: they may hold secrets. */
export interface ObservedNode {
  readonly node: TopologyNode
  /** `KEY=value` as they stand in the spec. */
  readonly env: readonly string[]
}

/** What stands in a sandbox, read from the engine. Calls may throw DojoError ENGINE_AWAY. */
export abstract class SandboxTopology {
  /** Services and plain containers of the learner, by name; the platform's own parts are not among them. */
  abstract read(sandboxId: string): Promise<ObservedNode[]>
  /** The engine's content ids of catalogue images (`shop-web:1.0`, or `workstation` of this release), as far as there. */
  abstract imageDigests(names: readonly string[]): Promise<Record<string, string>>
}
