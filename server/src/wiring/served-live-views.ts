import { Injectable } from '@nestjs/common'
import { DojoError, type BoardRow, type PreparationView, type SandboxView } from '@noops-dojo/contracts'
import { LiveViews } from '../live/live-views.ts'
import { ReadBoard } from '../use-cases/board/read-board.ts'
import { ReadPreparation } from '../use-cases/classroom/preparation/read-preparation.ts'
import { ReadSandbox } from '../use-cases/sandbox/read-sandbox.ts'

/** The live sockets show what the API answers. */
@Injectable()
export class ServedLiveViews extends LiveViews {
  constructor(
    private readonly readSandbox: ReadSandbox,
    private readonly readBoard: ReadBoard,
    private readonly readPreparation: ReadPreparation,
  ) {
    super()
  }

  sandbox(sandboxId: string): Promise<SandboxView | undefined> {
    return this.readSandbox.execute(sandboxId).catch((error: unknown) => {
      if (error instanceof DojoError && error.code === 'SANDBOX_NOT_FOUND') return undefined
      throw error
    })
  }

  board(classroomId: string): Promise<BoardRow[]> {
    return this.readBoard.execute(classroomId)
  }

  preparation(classroomId: string): Promise<PreparationView | null> {
    return this.readPreparation.execute(classroomId)
  }
}
