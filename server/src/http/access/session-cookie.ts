import { parseCookie, stringifySetCookie } from 'cookie'
import type { Response } from 'express'
import type { DojoRequest } from '../request.ts'

const session = 'dojo_session'
const seats = 'dojo_seats'

const read = (request: Pick<DojoRequest, 'headers'>, name: string): string | undefined =>
  parseCookie(request.headers.cookie ?? '')[name]

const write = (request: DojoRequest, response: Response, name: string, value: string, maxAgeMs: number) => {
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: request.secure } as const
  const maxAge = Math.floor(maxAgeMs / 1000)
  response.append('set-cookie', stringifySetCookie({ ...attributes, name, value, maxAge }))
}

/** The session cookie's value, if the request has one. */
export const readSessionCookie = (request: Pick<DojoRequest, 'headers'>): string | undefined =>
  read(request, session)

export const writeSessionCookie = (
  request: DojoRequest,
  response: Response,
  value: string,
  maxAgeMs: number,
) => write(request, response, session, value, maxAgeMs)

export const clearSessionCookie = (request: DojoRequest, response: Response) =>
  write(request, response, session, '', 0)

/** Value of the cookie that remembers who sat at this browser; it outlives signing out. */
export const readSeatsCookie = (request: Pick<DojoRequest, 'headers'>): string | undefined =>
  read(request, seats)

export const writeSeatsCookie = (request: DojoRequest, response: Response, value: string, maxAgeMs: number) =>
  write(request, response, seats, value, maxAgeMs)
