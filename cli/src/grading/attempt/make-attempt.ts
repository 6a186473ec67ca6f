import { setTimeout as sleep } from 'node:timers/promises'
import { DojoError, type Attempt, type Verdict } from '@noops-dojo/contracts'
import { attemptLimitMs, type AttemptTask } from '@noops-dojo/lab-source'
import type { AttemptKind, GradingServer } from '../../client/grading-server.ts'
import { InfrastructureError } from '../exit-codes.ts'

export interface AttemptOptions {
  readonly pollMs: number
  readonly signal: AbortSignal
  readonly note: (text: string) => void
}

/** What its baselines may take together when samples are lost before a fault (ADR 144). */
const lostSamplesMs = 60_000
const slackMs = 60_000

/** An attempt that the platform is still cleaning up after is waited for. */
const begin = async (
  server: GradingServer,
  sandboxId: string,
  taskId: string,
  kind: AttemptKind | undefined,
  signal: AbortSignal,
): Promise<Attempt> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await server.startAttempt(sandboxId, taskId, kind)
    } catch (error) {
      const isBusy = error instanceof DojoError && ['ATTEMPT_RUNNING', 'FAULT_RUNNING'].includes(error.code)
      if (!isBusy || tries >= 30) throw error
      await sleep(1000, undefined, { signal })
    }
  }
}

/** What the attempt is, for people: `survive`, `survive, placebo`, `survive, without health-check`. */
const nameOf = (taskId: string, kind: AttemptKind | undefined): string => {
  if (kind === undefined) return taskId
  return kind.arm === 'placebo' ? `${taskId}, placebo` : `${taskId}, without ${kind.ablation}`
}

/**
 * Makes one attempt of a task and waits for its verdict. `kind`: a control run; default: the real one. Rejects with
 * the signal's reason, with DojoError, or with InfrastructureError when it takes longer than any attempt can.
 */
export const makeAttempt = async (
  server: GradingServer,
  sandboxId: string,
  task: AttemptTask,
  { pollMs, signal, note }: AttemptOptions,
  kind?: AttemptKind,
): Promise<Verdict | null> => {
  const startedAt = Date.now()
  const until = startedAt + attemptLimitMs(task) + lostSamplesMs + slackMs
  const { id } = await begin(server, sandboxId, task.id, kind, signal)
  for (;;) {
    const { phase, verdict } = await server.readAttempt(sandboxId, id)
    if (phase === 'done') {
      note(`${nameOf(task.id, kind)}: ${verdict?.outcome ?? 'no verdict'} – ${verdict?.sentence.en ?? ''}`)
      return verdict
    }
    if (Date.now() > until)
      throw new InfrastructureError(
        `The attempt of ${nameOf(task.id, kind)} is still ${phase} after ${Math.round((Date.now() - startedAt) / 1000)} s.`,
      )
    await sleep(pollMs, undefined, { signal })
  }
}
