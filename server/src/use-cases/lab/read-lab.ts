import { Injectable } from '@nestjs/common'
import { DojoError, type LabDetail } from '@noops-dojo/contracts'
import { brokenSummaryOf, detailOf } from '../../domain/lab/lab-views.ts'
import { LabCatalog } from '../../domain/ports/index.ts'
import { ReadLabReadiness } from './lab-readiness.ts'

/** One lab with its text and tasks, without its secrets. */
@Injectable()
export class ReadLab {
  constructor(
    private readonly labs: LabCatalog,
    private readonly readiness: ReadLabReadiness,
  ) {}

  /** Throws LAB_NOT_FOUND, or LAB_INVALID with every problem of the lab’s files. */
  async execute(labId: string): Promise<LabDetail> {
    const lab = this.labs.find(labId)
    if (lab) return detailOf(lab, (await this.readiness.execute(this.labs.list()))(lab))
    const broken = this.labs.broken().find((item) => item.labId === labId)
    if (!broken) throw new DojoError('LAB_NOT_FOUND', `There is no lab "${labId}"; GET /api/labs lists them.`)
    throw new DojoError(
      'LAB_INVALID',
      `The lab "${labId}" has problems in its files; "dojo lab lint ${broken.folder}" shows them.\n${brokenSummaryOf(broken).problem}`,
      { problems: broken.problems },
    )
  }
}
