import { createClient, DojoError, type ErrorCode } from '@noops-dojo/contracts'

export const api = createClient()

/** What a person can be told about a failed call: a code of the closed set, or OFFLINE when nothing answered. */
export type FailureCode = ErrorCode | 'OFFLINE'

export interface Failure {
  code: FailureCode
  /** The server's own English sentence; shown small, as detail. */
  detail: string
}

/** Gives the failure behind anything that a call threw. An answer of a wrong shape counts as INTERNAL. */
export const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof DojoError) return { code: thrown.code, detail: thrown.message }
  if (thrown instanceof TypeError) return { code: 'OFFLINE', detail: thrown.message }
  return { code: 'INTERNAL', detail: thrown instanceof Error ? thrown.message : String(thrown) }
}
