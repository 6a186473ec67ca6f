import type { LabFile } from '@noops-dojo/contracts'
import type { LabContent } from '../content/read-content.ts'
import type { SourceAsset } from '../lab-folder.ts'
import type { Severity } from '../problem.ts'

export interface RuleContext {
  readonly lab: LabFile
  readonly content: LabContent
  readonly assets: readonly SourceAsset[]
  /** Absolute path of the lab folder. */
  readonly folder: string
}

/** Where a rule points to: a node of lab.yaml by its path, or a line of another file. */
export type Finding =
  | { readonly message: string; readonly path: readonly PropertyKey[] }
  | { readonly message: string; readonly file: string; readonly line?: number }

export interface Rule {
  readonly id: string
  readonly severity: Severity
  /** What must hold, in one plain English sentence. */
  readonly sentence: string
  check(context: RuleContext): Finding[]
}

/** Gives an error rule. */
export const errorRule = (id: string, sentence: string, check: Rule['check']): Rule => ({
  id,
  sentence,
  severity: 'error',
  check,
})

/** Gives a rule that warns only. */
export const warningRule = (id: string, sentence: string, check: Rule['check']): Rule => ({
  id,
  sentence,
  severity: 'warning',
  check,
})
