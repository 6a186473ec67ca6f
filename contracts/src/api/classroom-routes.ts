import { z } from 'zod'
import { className, classroom, preparationOrder, preparationView } from '../classroom.ts'
import { boardRow } from '../sandbox/live.ts'
import { route, list } from './route.ts'

const preparationAnswer = z.object({ preparation: preparationView.nullable() })

export const classroomRoutes = {
  listClassrooms: route({
    method: 'GET',
    path: '/api/classrooms',
    access: 'instructor',
    status: 200,
    response: list(classroom),
    summary: 'All classes.',
  }),
  createClassroom: route({
    method: 'POST',
    path: '/api/classrooms',
    access: 'instructor',
    status: 201,
    response: classroom,
    body: z.strictObject({ name: className }),
    summary: 'Create a class; the answer has its join code.',
  }),
  closeClassroom: route({
    method: 'DELETE',
    path: '/api/classrooms/:classroomId',
    access: 'instructor',
    status: 200,
    response: classroom,
    summary: 'Close a class; nobody can join any more.',
  }),
  readBoard: route({
    method: 'GET',
    path: '/api/classrooms/:classroomId/board',
    access: 'instructor',
    status: 200,
    response: list(boardRow),
    summary: 'Who is on which task.',
  }),
  readPreparation: route({
    method: 'GET',
    path: '/api/classrooms/:classroomId/preparation',
    access: 'instructor',
    status: 200,
    response: preparationAnswer,
    summary: 'What is built for the class before its learners come; null: nothing.',
  }),
  prepareSandboxes: route({
    method: 'PUT',
    path: '/api/classrooms/:classroomId/preparation',
    access: 'instructor',
    status: 200,
    response: preparationAnswer,
    body: preparationOrder,
    summary:
      'Build sandboxes of a lab for the class now, so that nobody waits; replaces what was asked before.',
  }),
  endPreparation: route({
    method: 'DELETE',
    path: '/api/classrooms/:classroomId/preparation',
    access: 'instructor',
    status: 200,
    response: preparationAnswer,
    summary: 'Keep nothing ready for the class any more; what nobody took is removed.',
  }),
  takeRoomTicket: route({
    method: 'POST',
    path: '/api/classrooms/:classroomId/tickets',
    access: 'instructor',
    status: 201,
    response: z.object({ ticket: z.string(), url: z.string(), expiresAt: z.number() }),
    summary: 'A ticket for the live board.',
  }),
}
