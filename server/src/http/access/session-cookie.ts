import { parseCookie, stringifySetCookie } from 'cookie'
import type { Response } from 'express'
import type { DojoRequest } from '../request.ts'

const name = 'dojo_session'

/** The session cookie's value, if the request has one. */
export const readSessionCookie = (request: Pick<DojoRequest, 'headers'>): string | undefined =>
  parseCookie(request.headers.cookie ?? '')[name]

const attributes = (request: DojoRequest) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: request.secure,
})

export const writeSessionCookie = (
  request: DojoRequest,
  response: Response,
  value: string,
  maxAgeMs: number,
) => {
  const maxAge = Math.floor(maxAgeMs / 1000)
  response.append('set-cookie', stringifySetCookie({ ...attributes(request), name, value, maxAge }))
}

export const clearSessionCookie = (request: DojoRequest, response: Response) => {
  response.append('set-cookie', stringifySetCookie({ ...attributes(request), name, value: '', maxAge: 0 }))
}
