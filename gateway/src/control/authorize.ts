import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * What a caller may do, by the scheme before the token: whoever forwards requests of learners has `Preview` and can never
 * be led to the control channel.
 */
export type Scheme = 'Bearer' | 'Preview'

/** Whether an Authorization header carries the token under that scheme; compared in constant time. */
export const isAuthorized = (header: string | undefined, scheme: Scheme, token: string): boolean =>
  header !== undefined && timingSafeEqual(digest(header), digest(`${scheme} ${token}`))
