import type { Detection, Touch } from '@noops-dojo/contracts'
import type { Judged } from '../verdict/judgement.ts'

/** What the lab asks of an alert; milliseconds. */
export interface AlertExpectation {
  readonly fireWithinMs: number
  readonly resolveWithinMs: number
  readonly isHandsOffRequired: boolean
}

const tooClose: Judged = { outcome: 'inconclusive', reason: 'too-close-to-call' }
const unmet = (reason: Judged['reason']): Judged => ({ outcome: 'unmet', reason })

/** Judges an alert: an interval that has its limit inside is too close to call. */
export const judgeDetection = (
  { fired, resolved, falseAlarms }: Detection,
  touches: readonly Touch[],
  { fireWithinMs, resolveWithinMs, isHandsOffRequired }: AlertExpectation,
): Judged => {
  if (falseAlarms > 0) return unmet('alert-false')
  if (isHandsOffRequired && touches.length > 0) return unmet('touched')
  if (fired === null) return unmet('alert-missing')
  if (fired.minMs > fireWithinMs) return unmet('alert-late')
  if (fired.maxMs === null || fired.maxMs > fireWithinMs) return tooClose
  if (resolved === null || resolved.minMs > resolveWithinMs) return unmet('alert-stuck')
  if (resolved.maxMs === null || resolved.maxMs > resolveWithinMs) return tooClose
  return { outcome: 'met', reason: 'ok' }
}
