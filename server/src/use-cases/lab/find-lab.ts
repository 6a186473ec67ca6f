import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { brokenSummaryOf } from '../../domain/lab/lab-views.ts'
import type { Lab } from '../../domain/lab/lab.ts'
import { LabCatalog } from '../../domain/ports/index.ts'

/** A lab of the catalogue by its id. */
@Injectable()
export class FindLab {
  constructor(private readonly labs: LabCatalog) {}

  /** Throws LAB_NOT_FOUND, or LAB_INVALID with every problem of the lab’s files. */
  execute(labId: string): Lab {
    const lab = this.labs.find(labId)
    if (lab) return lab
    const broken = this.labs.broken().find((item) => item.labId === labId)
    if (!broken) throw new DojoError('LAB_NOT_FOUND', `There is no lab "${labId}"; GET /api/labs lists them.`)
    throw new DojoError(
      'LAB_INVALID',
      `The lab "${labId}" has problems in its files; "dojo lab lint ${broken.folder}" shows them.\n${brokenSummaryOf(broken).problem}`,
      { problems: broken.problems },
    )
  }
}
