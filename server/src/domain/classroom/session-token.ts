import { z } from 'zod'
import { isSameSecret, sign } from './secret-text.ts'

const claims = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('learner'), learnerId: z.string(), expiresAt: z.number() }),
  z.strictObject({ role: z.literal('instructor'), expiresAt: z.number() }),
])
/** What a session cookie says; times are epoch milliseconds. */
export type SessionClaims = z.infer<typeof claims>

/** A week: a course's days, and a lost laptop is not a key for ever. */
export const sessionMs = 7 * 24 * 3_600_000

const prefix = 'v1'

/** Gives the cookie's value: `v1.<claims as base64url JSON>.<HMAC-SHA256>`. */
export const sealSession = (session: SessionClaims, secret: string): string => {
  const body = `${prefix}.${Buffer.from(JSON.stringify(session)).toString('base64url')}`
  return `${body}.${sign(body, secret)}`
}

/** Gives the claims of a value that `sealSession` made with the same secret and that has not expired at `now`. */
export const openSession = (value: string, secret: string, now: number): SessionClaims | undefined => {
  const end = value.lastIndexOf('.')
  const body = value.slice(0, Math.max(end, 0))
  if (end < 0 || !isSameSecret(value.slice(end + 1), sign(body, secret))) return undefined
  const [version, payload = ''] = body.split('.')
  if (version !== prefix) return undefined
  const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  return parsed.success && parsed.data.expiresAt > now ? parsed.data : undefined
}
