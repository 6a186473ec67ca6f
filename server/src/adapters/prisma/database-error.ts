import { DojoError } from '@noops-dojo/contracts'

/** SQLSTATE classes and codes that mean "the database is away", not "the query is wrong" (PostgreSQL, appendix A). */
const awayStates = /^(08|57P0|53300|58)/
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
])
/** What Prisma’s driver adapter says of its connection. */
const awayKinds = new Set<unknown>(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])
const awayTexts =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|Cannot use a pool after|closed the connection/i

interface Failure {
  readonly code?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly originalCode?: unknown
  readonly meta?: { readonly driverAdapterError?: unknown }
  readonly kind?: unknown
}

const isAwayItself = (failure: Failure): boolean => {
  const codes = [failure.code, failure.originalCode].filter((code) => typeof code === 'string')
  if (codes.some((code) => awayCodes.has(code) || awayStates.test(code))) return true
  if (awayKinds.has(failure.kind)) return true
  return typeof failure.message === 'string' && awayTexts.test(failure.message)
}

/** True when `error`, or what caused it, says that the database cannot be reached now. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false
  const failure = error as Failure
  return (
    isAwayItself(failure) || isDatabaseAway(failure.cause) || isDatabaseAway(failure.meta?.driverAdapterError)
  )
}

/** True for a violated unique constraint: Prisma P2002, SQLSTATE 23505. */
export const isDuplicate = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code
  return code === 'P2002' || code === '23505'
}

export const databaseAway = (cause?: unknown): DojoError =>
  new DojoError(
    'DATABASE_AWAY',
    'The database does not answer. Nothing is lost; try again in a few seconds.',
    undefined,
    cause,
  )
