import type { JournalEvent } from '@noops-dojo/contracts'
import type { RecoveryRate } from '../grading/outcome/recovery-rate.ts'
import { sumPoints } from '../grading/outcome/sum-points.ts'
import type { TaskResult } from '../grading/outcome/task-result.ts'

/** `inconclusive`: what could be judged neither passes nor fails. */
export type RunVerdict = 'passed' | 'failed' | 'inconclusive' | 'error'

export interface RunRecord {
  readonly seed: string
  readonly sandboxId: string | null
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt: number
  readonly readyMs: number | null
  readonly verdict: RunVerdict
  readonly score: { readonly earned: number; readonly max: number }
  readonly tasks: readonly TaskResult[]
  /** The submission’s script that was run; null: there is none, or it did not come to that. */
  readonly script: string | null
  /** Of the script; null: it ran out of time. */
  readonly exitCode: number | null
  /** The end of what the script printed. */
  readonly output: string
  /** Why there is no result, or only a part of one: the platform failed, or the time of the run was over. */
  readonly error: string | null
  readonly events: readonly JournalEvent[]
}

/** The one record that every report format is written from. */
export interface GradeRecord {
  readonly runId: string
  readonly lab: {
    readonly id: string
    readonly title: string
    readonly track: string
    readonly digest: string
    /** Lines of the tasks in lab.yaml, by id. */
    readonly lines: Readonly<Record<string, number>>
    readonly file: string
    readonly passPercent: number
  }
  readonly submission: string
  readonly version: string
  /**
   * Fingerprint of the key that the evidence bundles are signed with, for `dojo verify --key`: a grade's own dojo and its
   * key are gone afterwards. Null when no bundle was kept.
   */
  readonly evidenceKey: string | null
  /** Image → digest or image id, as far as known here. */
  readonly images: Readonly<Record<string, string>>
  readonly runs: readonly RunRecord[]
  readonly verdict: RunVerdict
  /** The lowest score of all runs: luck is not a grade. */
  readonly score: { readonly earned: number; readonly max: number }
  /** Task → share of its attempts in which it recovered. */
  readonly recovery: Readonly<Record<string, RecoveryRate>>
}

/**
 * Gives the verdict of a run. Inconclusive tasks count neither way: a run passes when it has points enough without
 * them, fails when it could not have enough with them, and is inconclusive in between.
 */
export const runVerdict = (
  tasks: readonly Pick<TaskResult, 'verdict' | 'points' | 'earned'>[],
  passPercent: number,
): RunVerdict => {
  const sure = sumPoints(tasks, 'earned')
  const isOpen = tasks.some(({ verdict }) => verdict === 'inconclusive')
  // Behind an inconclusive task others may be blocked through no fault of the submission.
  const possible = tasks.filter(
    ({ verdict }) => verdict === 'inconclusive' || (isOpen && verdict === 'blocked'),
  )
  const needed = (passPercent / 100) * sumPoints(tasks, 'points')
  if (sure >= needed) return 'passed'
  return sure + sumPoints(possible, 'points') >= needed && isOpen ? 'inconclusive' : 'failed'
}

/** Gives the verdict of several runs: one failure fails, one that nobody could judge leaves it open. */
export const overallVerdict = (runs: readonly Pick<RunRecord, 'verdict'>[]): RunVerdict => {
  const has = (verdict: RunVerdict): boolean => runs.some((run) => run.verdict === verdict)
  if (has('failed')) return 'failed'
  if (runs.length === 0 || has('error')) return 'error'
  return has('inconclusive') ? 'inconclusive' : 'passed'
}
