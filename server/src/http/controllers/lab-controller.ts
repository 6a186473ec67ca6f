import { Controller, Param } from '@nestjs/common'
import { ListLabs } from '../../use-cases/lab/list-labs.ts'
import { ReadLab } from '../../use-cases/lab/read-lab.ts'
import { Endpoint, type Answer } from '../endpoint/endpoint.ts'

@Controller()
export class LabController {
  constructor(
    private readonly listLabs: ListLabs,
    private readonly readLab: ReadLab,
  ) {}

  @Endpoint('listLabs')
  async list(): Promise<Answer<'listLabs'>> {
    return { items: await this.listLabs.execute() }
  }

  @Endpoint('readLab')
  read(@Param('labId') labId: string): Promise<Answer<'readLab'>> {
    return this.readLab.execute(labId)
  }
}
