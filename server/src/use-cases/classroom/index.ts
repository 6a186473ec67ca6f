import { CloseClassroom } from './close-classroom.ts'
import { CreateClassroom } from './create-classroom.ts'
import { EnsureFirstClassroom } from './ensure-first-classroom.ts'
import { FindClassroom } from './find-classroom.ts'
import { ListClassrooms } from './list-classrooms.ts'
import { EndPreparation } from './preparation/end-preparation.ts'
import { PrepareSandboxes } from './preparation/prepare-sandboxes.ts'
import { ReadPreparation } from './preparation/read-preparation.ts'

/** What core-providers.ts provides of the class use cases. */
export const classroomUseCases = [
  CloseClassroom,
  CreateClassroom,
  EndPreparation,
  EnsureFirstClassroom,
  FindClassroom,
  ListClassrooms,
  PrepareSandboxes,
  ReadPreparation,
]
