import { Injectable } from '@nestjs/common'
import type { LabDetail } from '@noops-dojo/contracts'
import { detailOf } from '../../domain/lab/lab-views.ts'
import { LabCatalog } from '../../domain/ports/index.ts'
import { FindLab } from './find-lab.ts'
import { ReadLabReadiness } from './lab-readiness.ts'

/** One lab with its text and tasks, without its secrets. */
@Injectable()
export class ReadLab {
  constructor(
    private readonly labs: LabCatalog,
    private readonly findLab: FindLab,
    private readonly readiness: ReadLabReadiness,
  ) {}

  /** Throws LAB_NOT_FOUND and LAB_INVALID as FindLab does. */
  async execute(labId: string): Promise<LabDetail> {
    const lab = this.findLab.execute(labId)
    return detailOf(lab, (await this.readiness.execute(this.labs.list()))(lab))
  }
}
