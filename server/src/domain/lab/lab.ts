import type { ContentPage, LabFile } from '@noops-dojo/contracts'

/** A file of a lab folder, path relative to it. */
export interface LabAsset {
  readonly path: string
  readonly bytes: Uint8Array
  readonly executable: boolean
}

/** A lab after loading: the validated file, its text by locale, and every file of its folder. */
export interface Lab {
  readonly id: string
  readonly file: LabFile
  /** locale → pages */
  readonly content: Readonly<Record<string, ContentPage[]>>
  readonly assets: readonly LabAsset[]
  /** sha256 of the folder’s content. */
  readonly digest: string
  readonly folder: string
}

/** A problem of a lab file. `line` and `column` count from 1; 0 where there is no place. */
export interface LabProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly rule: string
  readonly message: string
}
