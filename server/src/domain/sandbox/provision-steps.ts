import { provisionSteps, type Step } from '@noops-dojo/contracts'
import type { Sandbox } from './sandbox.ts'

export type StepId = (typeof provisionSteps)[number]

/** All steps, waiting; `queue` runs since `now`. */
export const initialSteps = (now: number): Step[] =>
  provisionSteps.map((id) => ({
    id,
    state: id === 'queue' ? 'running' : 'waiting',
    startedAt: id === 'queue' ? now : null,
    endedAt: null,
  }))

export const stepState = (steps: readonly Step[], id: StepId): Step['state'] =>
  steps.find((step) => step.id === id)?.state ?? 'waiting'

/** The steps with one of them moved on at `now`. */
export const withStep = (
  steps: readonly Step[],
  id: StepId,
  state: Step['state'],
  now: number,
  detail?: string,
): Step[] =>
  steps.map((step) => {
    if (step.id !== id) return step
    const { detail: _old, ...rest } = step
    return {
      ...rest,
      state,
      startedAt: state === 'waiting' ? null : state === 'running' ? now : (step.startedAt ?? now),
      endedAt: state === 'done' || state === 'failed' ? now : null,
      ...(detail === undefined ? {} : { detail }),
    }
  })

/** The steps with those of `ids` back at waiting. */
export const reopened = (steps: readonly Step[], ids: readonly StepId[]): Step[] =>
  ids.reduce<Step[]>((list, id) => withStep(list, id, 'waiting', 0), [...steps])

/**
 * True when a script of the lab was cut off in the middle: it may not be repeatable (`docker service create` is not),
 * so what it made has to go first.
 */
export const isSetupCutOff = (steps: readonly Step[]): boolean => {
  const state = stepState(steps, 'setup')
  return state === 'running' || state === 'failed'
}

/**
 * Until when a part that is away is waited for before the sandbox fails; epoch ms. `timeoutMs`: for one that is made, from
 * when it left the queue or was claimed. One that somebody has worked in is repaired for as long as its own time lasts.
 */
export const waitsUntil = (
  sandbox: Pick<Sandbox, 'claim' | 'claimedAt' | 'createdAt' | 'endsAt' | 'readyAt' | 'steps'>,
  timeoutMs: number,
): number => {
  const { claim, claimedAt, createdAt, endsAt, readyAt, steps } = sandbox
  const isRepair = claim === 'claimed' && readyAt !== null && stepState(steps, 'setup') === 'done'
  if (isRepair && endsAt !== null) return endsAt
  const begun = steps.find(({ id }) => id === 'queue')?.endedAt ?? createdAt
  return Math.max(begun, claimedAt ?? 0) + timeoutMs
}
