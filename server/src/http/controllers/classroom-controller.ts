import { Controller, Param } from '@nestjs/common'
import { ReadBoard } from '../../use-cases/board/read-board.ts'
import { CloseClassroom } from '../../use-cases/classroom/close-classroom.ts'
import { CreateClassroom } from '../../use-cases/classroom/create-classroom.ts'
import { ListClassrooms } from '../../use-cases/classroom/list-classrooms.ts'
import { EndPreparation } from '../../use-cases/classroom/preparation/end-preparation.ts'
import { PrepareSandboxes } from '../../use-cases/classroom/preparation/prepare-sandboxes.ts'
import { ReadPreparation } from '../../use-cases/classroom/preparation/read-preparation.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { ValidBody } from '../endpoint/input.ts'

@Controller()
export class ClassroomController {
  constructor(
    private readonly listClassrooms: ListClassrooms,
    private readonly createClassroom: CreateClassroom,
    private readonly closeClassroom: CloseClassroom,
    private readonly readBoard: ReadBoard,
    private readonly readPreparation: ReadPreparation,
    private readonly prepareSandboxes: PrepareSandboxes,
    private readonly endPreparation: EndPreparation,
  ) {}

  @Endpoint('listClassrooms')
  async list(): Promise<Answer<'listClassrooms'>> {
    return { items: await this.listClassrooms.execute() }
  }

  @Endpoint('createClassroom')
  create(@ValidBody() body: BodyInput<'createClassroom'>): Promise<Answer<'createClassroom'>> {
    return this.createClassroom.execute(body.name)
  }

  @Endpoint('closeClassroom')
  close(@Param('classroomId') classroomId: string): Promise<Answer<'closeClassroom'>> {
    return this.closeClassroom.execute(classroomId)
  }

  @Endpoint('readBoard')
  async board(@Param('classroomId') classroomId: string): Promise<Answer<'readBoard'>> {
    return { items: await this.readBoard.execute(classroomId) }
  }

  @Endpoint('readPreparation')
  async preparation(@Param('classroomId') classroomId: string): Promise<Answer<'readPreparation'>> {
    return { preparation: await this.readPreparation.execute(classroomId) }
  }

  @Endpoint('prepareSandboxes')
  async prepare(
    @Param('classroomId') classroomId: string,
    @ValidBody() body: BodyInput<'prepareSandboxes'>,
  ): Promise<Answer<'prepareSandboxes'>> {
    return { preparation: await this.prepareSandboxes.execute(classroomId, body) }
  }

  @Endpoint('endPreparation')
  async unprepare(@Param('classroomId') classroomId: string): Promise<Answer<'endPreparation'>> {
    await this.endPreparation.execute(classroomId)
    return { preparation: null }
  }
}
