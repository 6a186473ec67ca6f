import { durationMs, type JournalEvent, type LabFile, type SandboxView } from '@noops-dojo/contracts'
import type { GradingServer } from '../client/grading-server.ts'
import { runControls, type ControlResult } from './control-runs.ts'
import { TaskDriver } from './drive-tasks.ts'
import { sentenceOf } from './run-command.ts'
import { taskResults, type TaskResult } from './task-result.ts'
import { withSandbox } from './with-sandbox.ts'

/** What is tried: files, a script among them, answers. */
export interface Play {
  readonly tar: Uint8Array
  readonly script: string | null
  readonly answers: Readonly<Record<string, readonly string[]>>
  /** Only these tasks are attempted; default: all. */
  readonly only?: ReadonlySet<string>
  /** Whether the lab's control runs are made too, once every task is met. */
  readonly hasControls?: boolean
}

export interface RunOptions {
  readonly seed: string
  /** Of the lab as it is here. */
  readonly labDigest?: string | undefined
  readonly cold: boolean
  readonly settleMs: number
  readonly pollMs: number
  readonly signal: AbortSignal
  readonly note: (text: string) => void
  /** Called with the sandbox before anything was done in it. */
  readonly onFresh?: (sandbox: SandboxView) => void
  /** Called with the signed evidence before the sandbox ends. */
  readonly onBundle?: ((sandboxId: string, text: string) => void) | undefined
}

export interface GradedRun {
  readonly seed: string
  readonly sandboxId: string
  readonly startedAt: number
  readonly endedAt: number
  readonly readyMs: number
  /** Whether the sandbox came from the warm pool, by the event log; then `seed` is not the one it was drawn from. */
  readonly isWarm: boolean
  readonly tasks: readonly TaskResult[]
  readonly controls: readonly ControlResult[]
  readonly score: SandboxView['score']
  /** Of the submission’s script; null: it ran out of time, or there is none. */
  readonly exitCode: number | null
  /** The end of the script’s output, for whoever grades. */
  readonly output: string
  readonly events: readonly JournalEvent[]
}

const wasWarm = (events: readonly JournalEvent[]): boolean =>
  events.some(({ kind, data }) => kind === 'sandbox.state' && data.reason === 'claimed from the warm pool')

const scriptLimitMs = (lab: LabFile): number => Math.min(durationMs(lab.spec.limits.time), 1_800_000)

/** Evidence that cannot be had is said to be missing, and does not cost the grade. */
const passOnBundle = async (
  server: GradingServer,
  id: string,
  { onBundle, note }: RunOptions,
): Promise<void> => {
  if (!onBundle) return
  try {
    onBundle(id, await server.bundle(id))
  } catch (error) {
    note(`the evidence of sandbox ${id} could not be kept: ${sentenceOf(error)}`)
  }
}

/** Plays a submission in a fresh sandbox and gives what came of it. Rejects with InfrastructureError or DojoError. */
export const gradeRun = (
  server: GradingServer,
  lab: LabFile,
  play: Play,
  options: RunOptions,
): Promise<GradedRun> => {
  const startedAt = Date.now()
  const order = { labId: lab.metadata.id, ...options }
  return withSandbox(server, order, async ({ id }) => {
    const readyMs = Date.now() - startedAt
    options.note(`sandbox ${id} ready after ${(readyMs / 1000).toFixed(1)} s`)
    if (options.onFresh) options.onFresh(await server.evaluate(id))
    await server.upload(id, play.tar)
    const ran = play.script === null ? null : await server.run(id, play.script, scriptLimitMs(lab))
    if (ran && ran.exitCode !== 0)
      options.note(`${play.script} ended with ${ran.exitCode ?? 'its time limit'}`)
    const driver = new TaskDriver(server, lab, id, { ...options, answers: play.answers, only: play.only })
    const sandbox = await driver.drive()
    const isMet = sandbox.tasks.every(({ state }) => state === 'met')
    const controls = play.hasControls === true && isMet ? await runControls(server, lab, id, options) : []
    const events = await server.events(id).catch(() => [])
    await passOnBundle(server, id, options)
    return {
      seed: options.seed,
      sandboxId: id,
      startedAt,
      endedAt: Date.now(),
      readyMs,
      isWarm: wasWarm(events),
      tasks: taskResults(lab, sandbox, driver.durations, events),
      controls,
      score: sandbox.score,
      exitCode: ran?.exitCode ?? null,
      output: ran?.output ?? '',
      events,
    }
  })
}
