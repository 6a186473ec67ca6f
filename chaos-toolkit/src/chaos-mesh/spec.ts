import type { Mapping } from '../value/mapping.ts'

/** One Chaos Mesh object of a file. */
export interface MeshSpec {
  /** `NetworkChaos web-delay`. */
  readonly title: string
  readonly kind: string
  readonly spec: Mapping
  /** Line at which its document starts. */
  readonly line: number
}

/** Something of a spec that the dojo does not do, with the reason. It is always told. */
export interface NotUnderstood {
  readonly title: string
  /** Path in the object: spec.delay.correlation. */
  readonly field: string
  readonly why: string
}

/** What a spec becomes: a fault and how long its author wanted it, s; null when the fault’s own default holds. */
export interface MeshFault {
  readonly title: string
  readonly use: string
  readonly target: string
  readonly with: Mapping
  readonly lastsS: number | null
}

export interface MeshImport {
  readonly faults: readonly MeshFault[]
  readonly notUnderstood: readonly NotUnderstood[]
}
