import { DojoError, isUsable, type SandboxState } from '@noops-dojo/contracts'
import type { Sandbox } from './sandbox.ts'

export { isUsable, usableStates } from '@noops-dojo/contracts'

/**
 * What may follow what. `ready → provisioning` is a repair, or the parameters of a claimed warm sandbox.
 * A failed sandbox stays failed; `goneAt` says that nothing of it is left.
 */
const transitions: Record<SandboxState, readonly SandboxState[]> = {
  requested: ['provisioning', 'terminating', 'failed'],
  provisioning: ['ready', 'terminating', 'failed'],
  ready: ['expiring', 'provisioning', 'terminating', 'failed'],
  expiring: ['ready', 'provisioning', 'terminating', 'failed'],
  terminating: ['gone'],
  gone: [],
  failed: [],
}

export const canMove = (from: SandboxState, to: SandboxState): boolean => transitions[from].includes(to)

/** The states from which a sandbox may move to `to`; for compare-and-set. */
export const statesBefore = (to: SandboxState): SandboxState[] =>
  (Object.keys(transitions) as SandboxState[]).filter((from) => canMove(from, to))

/** States that end by the learner’s or the clock’s doing; what is after them is on its way out. */
export const activeStates: readonly SandboxState[] = ['requested', 'provisioning', 'ready', 'expiring']

export const isActive = (sandbox: Pick<Sandbox, 'state'>): boolean => activeStates.includes(sandbox.state)

/** True while the engine may still hold something of the sandbox. */
export const isLive = (sandbox: Pick<Sandbox, 'state' | 'goneAt'>): boolean =>
  sandbox.state !== 'gone' && !(sandbox.state === 'failed' && sandbox.goneAt !== null)

/** True when teardown has to be done or gone on with. */
export const needsTeardown = (sandbox: Pick<Sandbox, 'state' | 'goneAt'>): boolean =>
  sandbox.state === 'terminating' || (sandbox.state === 'failed' && sandbox.goneAt === null)

/** Throws SANDBOX_NOT_READY or SANDBOX_FAILED unless a learner can work in it. */
export const assertUsable = (sandbox: Sandbox): void => {
  if (isUsable(sandbox)) return
  if (sandbox.state === 'failed')
    throw new DojoError(
      'SANDBOX_FAILED',
      `The sandbox failed: ${sandbox.failure ?? 'no reason known'}. Start a new one.`,
    )
  throw new DojoError(
    'SANDBOX_NOT_READY',
    `The sandbox is ${sandbox.state}. ${sandbox.state === 'provisioning' || sandbox.state === 'requested' ? 'Wait until it is ready.' : 'Start a new one.'}`,
    { state: sandbox.state },
  )
}
