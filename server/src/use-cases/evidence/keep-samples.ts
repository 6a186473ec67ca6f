import { Injectable } from '@nestjs/common'
import type { ProbeSample } from '@noops-dojo/contracts'
import { AttemptSampleStore, PlatformLog, type StoredAttempt } from '../../domain/ports/index.ts'
import type { Evidence } from '../../domain/recovery/outage/evidence.ts'
import type { AttemptRecord } from '../../domain/recovery/observation.ts'

/** The sample that the evidence was made of; microseconds are more than the gateway tells. */
const sampleOf = ({ from, to, isGood, isSilent }: Evidence): ProbeSample => [
  from,
  isGood ? 1 : 0,
  isSilent ? -1 : Math.round((to - from) * 1000) / 1000,
]

/** Keeps the samples of an attempt: its verdict must be checkable long after the gateway has forgotten them. */
@Injectable()
export class KeepSamples {
  constructor(
    private readonly store: AttemptSampleStore,
    private readonly log: PlatformLog,
  ) {}

  /** Never throws: a verdict is worth more than the samples below it. */
  async execute({ id, sandboxId }: StoredAttempt, probe: string, record: AttemptRecord): Promise<void> {
    const samples = record.evidence.map(sampleOf)
    await this.store
      .save({ attemptId: id, sandboxId, probe, ...record.timing, samples })
      .catch((error: unknown) =>
        this.log.warn('the samples of an attempt were not kept', { attemptId: id, error: String(error) }),
      )
  }
}
