import { Injectable } from '@nestjs/common'
import type { Classroom } from '@noops-dojo/contracts'
import { ClassroomStore } from '../../domain/ports/index.ts'

/** All classes, closed ones too, oldest first. */
@Injectable()
export class ListClassrooms {
  constructor(private readonly classrooms: ClassroomStore) {}

  execute(): Promise<Classroom[]> {
    return this.classrooms.list()
  }
}
