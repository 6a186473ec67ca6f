import { checkResult, checkResultBytes, type CheckResult, type Outcome } from '@noops-dojo/contracts'

/** What a check said, after everything that could be wrong with it was weighed. */
export interface CheckReport {
  readonly outcome: Outcome
  readonly key: string | null
  readonly observed: string | null
  readonly expected: string | null
  /** Share of the points, 0–1. */
  readonly share: number
  /** Why a check is inconclusive through no fault of the learner; null: the check worked. For the platform’s log. */
  readonly problem: string | null
}

/** What is known of a finished run. `result`: text of the result file, empty when none was written. */
export interface CheckRun {
  /** Null: killed at the timeout. */
  readonly exitCode: number | null
  readonly result: string
}

const timeoutExit = 124
const statuses: Record<number, Outcome> = { 0: 'met', 1: 'unmet', 75: 'inconclusive' }

/** A report that blames nobody but the platform or the lab’s author. */
export const brokenCheck = (problem: string): CheckReport => ({
  outcome: 'inconclusive',
  key: null,
  observed: null,
  expected: null,
  share: 0,
  problem,
})

const parse = (text: string): CheckResult | undefined => {
  try {
    return checkResult.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const shareOf = (outcome: Outcome, { score, max }: CheckResult): number => {
  if (outcome === 'inconclusive') return 0
  if (score !== undefined && max !== undefined) return score / max
  return outcome === 'met' ? 1 : 0
}

/**
 * Maps a check’s exit status and result by the check contract (docs/lab-format.md): 0 met, 1 not met, 75
 * inconclusive; everything else, a timeout, and a result that is not what the contract says are problems of the
 * check, so they are inconclusive too.
 */
export const reportOf = ({ exitCode, result }: CheckRun): CheckReport => {
  if (exitCode === null || exitCode === timeoutExit) return brokenCheck('ran out of time')
  const outcome = statuses[exitCode]
  if (outcome === undefined) return brokenCheck(`ended with status ${exitCode}`)
  if (result.length > checkResultBytes)
    return brokenCheck(`wrote more than ${checkResultBytes} bytes of result`)
  const said = result.trim() === '' ? {} : parse(result)
  if (!said) return brokenCheck('wrote a result that is not the JSON object of the contract')
  return {
    outcome,
    key: said.key ?? null,
    observed: said.observed ?? null,
    expected: said.expected ?? null,
    share: shareOf(outcome, said),
    problem: null,
  }
}
