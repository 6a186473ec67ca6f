import { Injectable } from '@nestjs/common'
import { DojoError, type Locale, type Verdict } from '@noops-dojo/contracts'
import {
  AttemptSampleStore,
  AttemptStore,
  EventLog,
  LabCatalog,
  type AttemptSamples,
} from '../../domain/ports/index.ts'
import { viewAttempt } from '../../domain/recovery/attempt-view.ts'
import { buildReport } from '../../domain/report/build-report.ts'
import { reportHtml } from '../../domain/report/html.ts'
import { reportMarkdown } from '../../domain/report/markdown.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

/** A little more than the attempt, so that its last events are in it, too. */
const marginMs = 1_000
/** Of an alert attempt the service is drawn, not the alert: that one is "good" while something is wrong. */
const samplesToDraw = (
  { probe, detection }: Verdict,
  kept: readonly AttemptSamples[],
): AttemptSamples | null =>
  kept.find((each) => (each.probe === probe) === (detection === null)) ?? kept[0] ?? null

const writers = { html: reportHtml, markdown: reportMarkdown }
export type ReportFormat = keyof typeof writers

/** Writes the report of an attempt that has its verdict. */
@Injectable()
export class ReadReport {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly samples: AttemptSampleStore,
    private readonly events: EventLog,
    private readonly labs: LabCatalog,
  ) {}

  /** Throws NOT_FOUND (also for an attempt of another sandbox) and ATTEMPT_RUNNING before there is a verdict. */
  async execute(sandbox: Sandbox, attemptId: string, format: ReportFormat, locale: Locale): Promise<string> {
    const found = await this.attempts.find(attemptId)
    if (!found || found.sandboxId !== sandbox.id)
      throw new DojoError('NOT_FOUND', 'This sandbox has no such attempt.')
    const attempt = viewAttempt(found)
    const { verdict } = attempt
    if (verdict === null)
      throw new DojoError('ATTEMPT_RUNNING', 'This attempt has no verdict yet; its report comes with it.')
    const until = Math.max(verdict.to, attempt.endedAt ?? 0) + marginMs
    const events = await this.events.window(sandbox.id, attempt.startedAt, until)
    const kept = await this.samples.list(attemptId)
    const lab = this.labs.find(sandbox.labId)?.file
    const task = lab?.spec.tasks.find(({ id }) => id === attempt.taskId)
    const report = buildReport(
      {
        labTitle: lab?.metadata.title ?? { en: sandbox.labId },
        taskTitle: task?.title ?? (attempt.taskId === 'experiment' ? null : { en: attempt.taskId }),
        ...{ attempt, verdict, events },
        samples: samplesToDraw(verdict, kept),
      },
      locale,
    )
    return writers[format](report)
  }
}
