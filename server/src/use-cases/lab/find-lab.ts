import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Lab } from '../../domain/lab/lab.ts'
import { LabCatalog } from '../../domain/ports/index.ts'

/** A lab that somebody wants to start. */
@Injectable()
export class FindLab {
  constructor(private readonly labs: LabCatalog) {}

  /** Throws LAB_NOT_FOUND, or LAB_INVALID for one whose files have errors. */
  execute(labId: string): Lab {
    const lab = this.labs.find(labId)
    if (lab) return lab
    if (this.labs.broken().some((each) => each.labId === labId))
      throw new DojoError('LAB_INVALID', `The lab ${labId} has errors. Run "dojo lab lint" to see them.`)
    throw new DojoError('LAB_NOT_FOUND', `There is no lab ${labId}. GET /api/labs lists all.`)
  }
}
