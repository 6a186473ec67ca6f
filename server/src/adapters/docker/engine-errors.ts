import { DojoError } from '@noops-dojo/contracts'

interface EngineFailure {
  readonly statusCode?: number
  readonly code?: string
  readonly message?: string
  readonly json?: { readonly message?: string }
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'EACCES',
  'ETIMEDOUT',
  'ENOTFOUND',
])

/** Status of the engine’s answer; undefined when there was none. */
export const engineStatus = (error: unknown): number | undefined => (error as EngineFailure)?.statusCode

export const hasStatus = (error: unknown, ...statuses: number[]): boolean =>
  statuses.includes(engineStatus(error) ?? 0)

/** The engine’s own words. */
export const engineMessage = (error: unknown): string => {
  const failure = error as EngineFailure
  return failure?.json?.message ?? failure?.message ?? String(error)
}

/** True when nobody answered, as opposed to an answer that says no. */
export const isAway = (error: unknown): boolean => {
  const failure = error as EngineFailure
  if (failure?.statusCode !== undefined) return false
  return awayCodes.has(failure?.code ?? '') || /socket hang up|aborted/.test(failure?.message ?? '')
}

export const engineAway = (what: string, cause?: unknown): DojoError =>
  new DojoError(
    'ENGINE_AWAY',
    `The Docker Engine did not answer (${what}${cause === undefined ? '' : `: ${engineMessage(cause)}`}). Check that dockerd runs and that its socket may be opened; the dojo goes on by itself when it is back.`,
    { what },
    cause,
  )
