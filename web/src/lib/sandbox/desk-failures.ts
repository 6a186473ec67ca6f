import type { Attempt, SandboxView } from '@noops-dojo/contracts'
import type { Failure, FailureCode } from '#lib/api/client.ts'
import { isFaultActive, runningAttempt } from './observation.ts'

/** Where a failure is shown: at the thing that was pressed. */
export type Place = `task:${string}` | `fault:${string}` | 'session'

/** The sandbox as the page knows it at one moment. */
export interface Standing {
  view: SandboxView | null
  attempts: readonly Attempt[]
  /** How often the live connection has been opened. */
  connections: number
  /** The server's clock, epoch ms. */
  at: number
}

export interface PlacedFailure {
  place: Place
  failure: Failure
  /** What was known when it failed. */
  before: Standing
}

/** The dojo was not there: a connection that opens, or a call that it answers, proves that it is again. */
const absences: ReadonlySet<FailureCode> = new Set(['OFFLINE', 'DATABASE_AWAY'])

/** Whether a failure of this code is over as soon as the dojo answers any other call. */
export const isAbsence = (code: FailureCode): boolean => absences.has(code)

/** So long a failure is shown at least where a check each second would take it away before it is read. */
const readingMs = 5000

const hasReasonGone = (code: FailureCode, { view, attempts }: Standing): boolean => {
  if (code === 'ATTEMPT_RUNNING') return runningAttempt(attempts) === undefined
  if (code === 'FAULT_RUNNING') return !view?.faultRuns.some(isFaultActive)
  return false
}

const hasTaskWorked = (taskId: string, before: Standing, now: Standing): boolean => {
  const old = before.view?.tasks.find((task) => task.id === taskId)
  const task = now.view?.tasks.find((one) => one.id === taskId)
  if (old === undefined || task === undefined) return true
  const isChecked = task.checkedAt !== old.checkedAt && task.outcome !== 'inconclusive'
  const isUnlocked = old.state === 'locked' && task.state !== 'locked'
  return isChecked || isUnlocked || task.metAt !== old.metAt || task.attempts.length > old.attempts.length
}

const hasFaultWorked = (faultId: string, before: Standing, now: Standing): boolean => {
  const count = ({ view }: Standing) => view?.faultRuns.filter((run) => run.labFault === faultId).length ?? 0
  return count(now) > count(before)
}

const hasSessionWorked = (before: Standing, now: Standing): boolean =>
  before.view?.state !== now.view?.state || before.view?.endsAt !== now.view?.endsAt

/**
 * Whether a failure need not be shown any more: its reason is gone, what it was about has worked since, or the dojo
 * was away and the page is connected to it again. To be asked with each snapshot that comes in after the failure.
 */
export const isOver = ({ place, failure, before }: PlacedFailure, now: Standing): boolean => {
  const isBack = now.connections > before.connections
  // A dojo that is being stopped may answer with an error of its own.
  if (isBack && (isAbsence(failure.code) || failure.code === 'INTERNAL')) return true
  if (hasReasonGone(failure.code, now)) return true
  if (now.at - before.at < readingMs) return false
  if (place.startsWith('task:')) return hasTaskWorked(place.slice('task:'.length), before, now)
  if (place.startsWith('fault:')) return hasFaultWorked(place.slice('fault:'.length), before, now)
  return hasSessionWorked(before, now)
}
