import { createClient, DojoError, type ErrorCode, type RouteName } from '@noops-dojo/contracts'

/** A call that a dead connection has swallowed is given up after this. */
const usualMs = 30_000
/** Checks, faults and experiments may take the engine a while, and the learner sees that they run. */
const patientMs = 120_000
const patientRoutes: ReadonlySet<RouteName> = new Set<RouteName>([
  'checkTask',
  'answerTask',
  'startSandbox',
  'endSandbox',
  'startAttempt',
  'injectFault',
  'runFault',
  'liftFault',
  'startExperiment',
  'exportSandbox',
])

/** How long the page waits for an answer, ms. */
export const patienceFor = (name: RouteName): number => (patientRoutes.has(name) ? patientMs : usualMs)

export const api = createClient({ timeoutMs: patienceFor })

/** What a person can be told about a failed call: a code of the closed set, or OFFLINE when nothing answered. */
export type FailureCode = ErrorCode | 'OFFLINE'

export interface Failure {
  code: FailureCode
  /** The server's own English sentence; shown small, as detail. */
  detail: string
}

/** Nobody answered: there was no connection, or the call was given up. */
const isSilence = (thrown: unknown): thrown is Error =>
  thrown instanceof TypeError ||
  (thrown instanceof DOMException && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError'))

/** Gives the failure behind anything that a call threw. An answer of a wrong shape counts as INTERNAL. */
export const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof DojoError) return { code: thrown.code, detail: thrown.message }
  if (isSilence(thrown)) return { code: 'OFFLINE', detail: thrown.message }
  return { code: 'INTERNAL', detail: thrown instanceof Error ? thrown.message : String(thrown) }
}
