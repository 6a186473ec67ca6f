import { IdentifyCaller } from './identify-caller.ts'
import { JoinClassroom } from './join-classroom.ts'
import { OpenConnections } from './open-connections.ts'
import { OpenInstructorSession } from './open-instructor-session.ts'
import { ReadSession } from './read-session.ts'

/** What core-providers.ts provides of the session use cases. */
export const sessionUseCases = [
  IdentifyCaller,
  JoinClassroom,
  OpenConnections,
  OpenInstructorSession,
  ReadSession,
]
