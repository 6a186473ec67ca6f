/** Kinds of chaoslib/exceptions.py that reach an author. */
export type ChaosErrorKind =
  | 'InvalidSource'
  | 'InvalidExperiment'
  | 'InvalidActivity'
  | 'InvalidControl'
  | 'ActivityFailed'
  | 'InterruptExecution'

/** Where in the experiment: `['method', 0, 'provider']`. */
export type ExperimentPath = readonly (string | number)[]

/** A failure with chaoslib’s own words. `path` says where in the experiment, when it is about its text. */
export class ChaosError extends Error {
  readonly kind: ChaosErrorKind
  readonly path: ExperimentPath | undefined
  constructor(kind: ChaosErrorKind, message: string, path?: ExperimentPath) {
    super(message)
    this.name = 'ChaosError'
    this.kind = kind
    this.path = path
  }
}

const of =
  (kind: ChaosErrorKind) =>
  (message: string, path?: ExperimentPath): ChaosError =>
    new ChaosError(kind, message, path)

export const invalidSource = of('InvalidSource')
export const invalidExperiment = of('InvalidExperiment')
export const invalidActivity = of('InvalidActivity')
export const invalidControl = of('InvalidControl')
export const activityFailed = of('ActivityFailed')
export const interruptExecution = of('InterruptExecution')

/** Whether an error is a ChaosError of that kind. */
export const isKind = (error: unknown, kind: ChaosErrorKind): error is ChaosError =>
  error instanceof ChaosError && error.kind === kind
