import type { Attempt, JournalEvent, LocalizedText, ProbeSample, Verdict } from '@noops-dojo/contracts'

/** All that a report is made of. */
export interface ReportInput {
  readonly labTitle: LocalizedText
  /** Null: an experiment, which belongs to no task. */
  readonly taskTitle: LocalizedText | null
  readonly attempt: Attempt
  readonly verdict: Verdict
  /** The sandbox's log over the attempt, by time. */
  readonly events: readonly JournalEvent[]
  /** Samples of the probe that judged; null: they were not kept. */
  readonly samples: {
    readonly probe: string
    readonly everyMs: number
    readonly timeoutMs: number
    readonly samples: readonly ProbeSample[]
  } | null
}
