import { z } from 'zod'
import { className, classroom } from '../classroom.ts'
import { boardRow } from '../sandbox/live.ts'
import { route, list } from './route.ts'

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
  takeRoomTicket: route({
    method: 'POST',
    path: '/api/classrooms/:classroomId/tickets',
    access: 'instructor',
    status: 201,
    response: z.object({ ticket: z.string(), url: z.string(), expiresAt: z.number() }),
    summary: 'A ticket for the live board.',
  }),
}
