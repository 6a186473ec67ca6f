import type { Actor } from '@noops-dojo/contracts'

/** What the engine says of a container event, as far as attribution needs it. */
export interface ContainerFacts {
  readonly action: string
  readonly isTask: boolean
  /** RestartCount of the container after the event; the engine counts only what its restart policy started. */
  readonly restartCount: number
}

/**
 * Who probably did it, from the engine’s side alone: a hint. Swarm makes and starts tasks; dockerd’s restart policy
 * raises RestartCount when it starts a container (a manual start sets it to 0); health is measured by dockerd. All else
 * may be a learner, a fault or a crash: the guard’s and the fault ledger’s events say more.
 */
export const attributeContainer = ({ action, isTask, restartCount }: ContainerFacts): Actor => {
  if (action.startsWith('health_status')) return 'dockerd'
  if (isTask && (action === 'create' || action === 'start' || action === 'destroy')) return 'swarm'
  if (action === 'start' && restartCount > 0) return 'dockerd'
  return 'unknown'
}

/** A rollback is Swarm’s own doing; a finished update too. Who began an update, the guard knows. */
export const attributeService = (action: string, updateState: string | undefined): Actor =>
  action === 'update' && updateState !== undefined && updateState !== 'updating' ? 'swarm' : 'unknown'
