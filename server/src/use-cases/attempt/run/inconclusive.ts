import { DojoError, type Reason } from '@noops-dojo/contracts'

/** Ends an attempt without a judgement, for a reason that is not the learner's. */
export class Inconclusive extends Error {
  readonly reason: Reason

  constructor(reason: Reason, message: string) {
    super(message)
    this.name = 'Inconclusive'
    this.reason = reason
  }
}

/** Why an attempt could not be judged, from whatever stopped it. */
export const reasonOf = (error: unknown): Reason => {
  if (error instanceof Inconclusive) return error.reason
  if (error instanceof DojoError && error.code === 'FAULT_TARGET_GONE') return 'fault-target-gone'
  return 'platform-error'
}
