import { isLoopbackHost } from '@noops-dojo/contracts'

/** Where learners go with their code, and whether only the machine of the dojo can go there. */
export interface JoinPlace {
  /** Such as `http://192.168.1.20:7420`. */
  origin: string
  /** What is written on a wall: the origin without its scheme. */
  host: string
  isOnlyHere: boolean
}

/**
 * The place to tell a class. An instructor on the machine of the dojo has the page open at an address that nobody else
 * can open; then the one that the server knows (`roomOrigin` of the session) counts. It is undefined while the session is
 * not read, and null when the server knows none.
 */
export const joinPlace = (
  page: Pick<Location, 'origin' | 'hostname'>,
  roomOrigin: string | null | undefined,
): JoinPlace => {
  const isLocal = isLoopbackHost(page.hostname)
  const origin = isLocal ? (roomOrigin ?? page.origin) : page.origin
  return { origin, host: new URL(origin).host, isOnlyHere: isLocal && roomOrigin === null }
}
