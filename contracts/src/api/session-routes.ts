import { z } from 'zod'
import { joinCode, nickname, session } from '../classroom.ts'
import { locale } from '../lab/text.ts'
import { route } from './route.ts'

export const sessionRoutes = {
  readSession: route({
    method: 'GET',
    path: '/api/session',
    access: 'public',
    status: 200,
    response: session,
    summary: 'Who the caller is.',
  }),
  joinClassroom: route({
    method: 'POST',
    path: '/api/session/join',
    access: 'public',
    status: 201,
    response: session,
    body: z.strictObject({ code: joinCode, nickname, locale: locale.default('en') }),
    summary:
      'Join a class with its code; sets the session cookie. The same nickname in the same browser session stays the same learner.',
  }),
  openInstructorSession: route({
    method: 'POST',
    path: '/api/session/instructor',
    access: 'public',
    status: 201,
    response: session,
    body: z.strictObject({ key: z.string().min(1).max(200) }),
    summary: 'Sign in with the instructor key.',
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/session',
    access: 'public',
    status: 204,
    summary: 'Forget the session.',
  }),
}
