import type { LedgerEntry } from '../ports/index.ts'
import type { RevertResult } from './fault.ts'
import { faultNamed } from './registry.ts'

export interface LiftSeen {
  readonly result: RevertResult
  /** What is left of the fault. */
  readonly trace: string | undefined
  /** Right before it was reverted, epoch ms. */
  readonly liftBeganAt: number
  readonly endedAt: number
}

export interface FaultEnd {
  readonly state: 'dirty' | 'moot' | 'reverted'
  /** Whatever came back after this may have come back because the platform ended the fault, epoch ms. */
  readonly liftBeganAt: number
  /** The lift found nothing to do after the deadline: what was armed for that may have done it. */
  readonly isByDeadline: boolean
}

/** Whether kernel or helper end this run at its deadline when nobody lifts it. */
const endsByItself = ({ fault: name, inverse }: LedgerEntry): boolean => {
  const fault = faultNamed(name)
  return fault.lift !== 'nothing' && (fault.endsByItself?.(inverse) ?? true)
}

/**
 * What a lift made of a fault. Its own end is the platform's act too: a fault that was still open at its deadline was
 * ended then, by what was armed before, also when the lift that came later found nothing to do. Whether the system had
 * undone it before that, the samples say.
 */
export const faultEndOf = (entry: LedgerEntry, seen: LiftSeen): FaultEnd => {
  const { result, trace, endedAt } = seen
  const isOwnEnd = endsByItself(entry)
  const liftBeganAt = isOwnEnd ? Math.min(seen.liftBeganAt, entry.deadlineAt) : seen.liftBeganAt
  const isMoot = result === 'moot' && faultNamed(entry.fault).lift !== 'nothing'
  const isByDeadline = isMoot && isOwnEnd && endedAt >= entry.deadlineAt
  const state = trace !== undefined ? 'dirty' : isMoot && !isByDeadline ? 'moot' : 'reverted'
  return { state, liftBeganAt, isByDeadline }
}
