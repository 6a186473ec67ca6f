import { Injectable } from '@nestjs/common'
import type { LabSummary } from '@noops-dojo/contracts'
import { brokenSummaryOf, summaryOf } from '../../domain/lab/lab-views.ts'
import { LabCatalog } from '../../domain/ports/index.ts'
import { ReadLabReadiness } from './lab-readiness.ts'

/** The catalogue: labs by track and order, then the broken ones with their problems. */
@Injectable()
export class ListLabs {
  constructor(
    private readonly labs: LabCatalog,
    private readonly readiness: ReadLabReadiness,
  ) {}

  async execute(): Promise<LabSummary[]> {
    const labs = this.labs.list()
    const readinessOf = await this.readiness.execute(labs)
    return [
      ...labs.map((lab) => summaryOf(lab, readinessOf(lab))),
      ...this.labs.broken().map(brokenSummaryOf),
    ]
  }
}
