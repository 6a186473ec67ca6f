import type { Lab, LabProblem } from '../lab/lab.ts'

/** The labs on disk, read once and validated whole. A broken lab is listed with its problems, never dropped. */
export abstract class LabCatalog {
  abstract list(): readonly Lab[]
  /** Undefined for an unknown or a broken lab. */
  abstract find(labId: string): Lab | undefined
  abstract broken(): readonly { labId: string; folder: string; problems: readonly LabProblem[] }[]
}
