/** Exit codes of `dojo lab test` and `dojo grade` (pytest’s numbering, which graders know). */
export const exitCodes = {
  passed: 0,
  failed: 1,
  interrupted: 2,
  /** The platform’s fault, or nobody could tell: never a grade. */
  infrastructure: 3,
  /** A lab, a submission or a flag that cannot be used. */
  invalid: 4,
  nothingRun: 5,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A lab or a submission that cannot be used. Exit code 4. */
export class InvalidInputError extends Error {}

/** The platform could not do its part. Exit code 3. */
export class InfrastructureError extends Error {}
