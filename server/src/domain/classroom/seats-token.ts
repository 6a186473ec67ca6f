import { z } from 'zod'
import { openClaims, sealClaims } from './sealed-claims.ts'

const claims = z.strictObject({ learnerIds: z.array(z.string()), expiresAt: z.number() })

/** Learners that one browser remembers: people who share a machine, and a name tried first. */
const seatsPerBrowser = 8
const prefix = 'seats1'

/** The seats of a browser after `learnerId` took one: the newest first. */
export const takeSeat = (learnerIds: readonly string[], learnerId: string): string[] =>
  [learnerId, ...learnerIds.filter((each) => each !== learnerId)].slice(0, seatsPerBrowser)

/**
 * Gives the value of the cookie with which a browser remembers who sat at it. It signs nobody in: together with a class's
 * code and a nickname it brings a learner back who signed out. `expiresAt`: epoch ms.
 */
export const sealSeats = (learnerIds: readonly string[], expiresAt: number, secret: string): string =>
  sealClaims(prefix, { learnerIds, expiresAt }, secret)

/** Gives the learners of a value that `sealSeats` made with the same secret and that has not expired at `now`, else none. */
export const openSeats = (value: string | undefined, secret: string, now: number): readonly string[] => {
  const parsed = claims.safeParse(value === undefined ? undefined : openClaims(prefix, value, secret))
  return parsed.success && parsed.data.expiresAt > now ? parsed.data.learnerIds : []
}
