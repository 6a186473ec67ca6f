import { Injectable } from '@nestjs/common'
import type { Classroom } from '@noops-dojo/contracts'
import { ClassroomStore, Clock, RandomSource } from '../../domain/ports/index.ts'

/** Makes a class with a join code of its own. */
@Injectable()
export class CreateClassroom {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly clock: Clock,
    private readonly random: RandomSource,
  ) {}

  async execute(name: string): Promise<Classroom> {
    const classroom: Classroom = {
      id: this.random.rowId(),
      name,
      code: await this.freeCode(),
      createdAt: this.clock.now(),
      closedAt: null,
    }
    await this.classrooms.insert(classroom)
    return classroom
  }

  /** Codes of closed classes stay taken: an old slide must not lead into another class. */
  private async freeCode(): Promise<string> {
    for (;;) {
      const code = this.random.joinCode()
      if ((await this.classrooms.findByCode(code)) === undefined) return code
    }
  }
}
