import { z } from 'zod'
import { openClaims, sealClaims } from './sealed-claims.ts'

const claims = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('learner'), learnerId: z.string(), expiresAt: z.number() }),
  z.strictObject({ role: z.literal('instructor'), expiresAt: z.number() }),
])
/** What a session cookie says; times are epoch milliseconds. */
export type SessionClaims = z.infer<typeof claims>

/** A week: a course's days, and a lost laptop is not a key for ever. */
export const sessionMs = 7 * 24 * 3_600_000

const prefix = 'v1'

/** Gives the value of a session cookie. */
export const sealSession = (session: SessionClaims, secret: string): string =>
  sealClaims(prefix, session, secret)

/** Gives the claims of a value that `sealSession` made with the same secret and that has not expired at `now`. */
export const openSession = (value: string, secret: string, now: number): SessionClaims | undefined => {
  const parsed = claims.safeParse(openClaims(prefix, value, secret))
  return parsed.success && parsed.data.expiresAt > now ? parsed.data : undefined
}
