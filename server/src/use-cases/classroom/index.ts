import { CloseClassroom } from './close-classroom.ts'
import { CreateClassroom } from './create-classroom.ts'
import { EnsureFirstClassroom } from './ensure-first-classroom.ts'
import { ListClassrooms } from './list-classrooms.ts'

/** What core-providers.ts provides of the class use cases. */
export const classroomUseCases = [CloseClassroom, CreateClassroom, EnsureFirstClassroom, ListClassrooms]
