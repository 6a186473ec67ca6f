import { durationMs, type JournalEvent, type LabFile, type SandboxView } from '@noops-dojo/contracts'
import type { GradingServer } from '../client/grading-server.ts'
import { runControls, type ControlResult } from './attempt/control-runs.ts'
import { TaskDriver } from './attempt/drive-tasks.ts'
import { InfrastructureError } from './exit-codes.ts'
import { isAboutInput, sentenceOf } from './run-command.ts'
import { RunLimit } from './run-limit.ts'
import { taskResults, type TaskResult } from './outcome/task-result.ts'
import { withSandbox } from './sandbox/with-sandbox.ts'

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
  /** How long the run may take, the wait for its sandbox included, ms; default: as long as it takes. */
  readonly timeoutMs?: number | undefined
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
  /** Why it was ended before everything was tried; null: it was not. */
  readonly unfinished: string | null
  readonly tasks: readonly TaskResult[]
  readonly controls: readonly ControlResult[]
  readonly score: SandboxView['score']
  /** The submission’s script; null: there is none. */
  readonly script: string | null
  /** Of the script; null: it ran out of time, or there is none. */
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

/** What became of a run so far. */
interface Progress {
  readonly driver: TaskDriver
  ran: { readonly exitCode: number | null; readonly output: string } | null
  controls: readonly ControlResult[]
}

/** Does everything that is to be done in a sandbox, and writes down how far it came. */
const playIn = async (
  server: GradingServer,
  lab: LabFile,
  id: string,
  play: Play,
  options: RunOptions & { readonly limit: RunLimit; readonly progress: Progress },
): Promise<SandboxView> => {
  const { limit, note, onFresh, progress } = options
  if (onFresh) onFresh(await server.evaluate(id))
  await server.upload(id, play.tar)
  const scriptMs = limit.forScript(scriptLimitMs(lab))
  progress.ran = play.script === null ? null : await server.run(id, play.script, scriptMs)
  if (progress.ran && progress.ran.exitCode !== 0)
    note(`${play.script} ended with ${progress.ran.exitCode ?? 'its time limit'}`)
  const sandbox = await progress.driver.drive()
  const isMet = sandbox.tasks.every(({ state }) => state === 'met')
  if (play.hasControls === true && isMet) progress.controls = await runControls(server, lab, id, options)
  return sandbox
}

/** Gives undefined instead of a view when the time of the run is over. */
const untilTimeIsOver = async (
  limit: RunLimit,
  work: Promise<SandboxView>,
): Promise<SandboxView | undefined> => {
  try {
    return await work
  } catch (error) {
    if (limit.isOver) return undefined
    throw error
  }
}

/** Longest time for reading what there is when the time of a run is over, ms. */
const collectWithinMs = 30_000

const runIn = async (
  server: GradingServer,
  lab: LabFile,
  id: string,
  play: Play,
  options: RunOptions & { readonly limit: RunLimit; readonly startedAt: number },
): Promise<GradedRun> => {
  const { limit, note, seed, startedAt } = options
  const readyMs = Date.now() - startedAt
  note(`sandbox ${id} ready after ${(readyMs / 1000).toFixed(1)} s`)
  const limited = server.until(limit.signal)
  const driver = new TaskDriver(limited, lab, id, { ...options, answers: play.answers, only: play.only })
  const progress: Progress = { driver, ran: null, controls: [] }
  const played = await untilTimeIsOver(limit, playIn(limited, lab, id, play, { ...options, progress }))
  if (!played) note(limit.sentence)
  const rest = played ? server : server.until(AbortSignal.timeout(collectWithinMs))
  const sandbox = played ?? (await rest.readSandbox(id))
  const events = await rest.events(id).catch(() => [])
  await passOnBundle(rest, id, options)
  return {
    ...{ seed, sandboxId: id, startedAt, endedAt: Date.now(), readyMs },
    isWarm: wasWarm(events),
    unfinished: played ? null : limit.sentence,
    tasks: taskResults(lab, sandbox, {
      ...{ durations: driver.durations, events, answers: play.answers, isCutShort: !played },
    }),
    controls: progress.controls,
    score: sandbox.score,
    script: play.script,
    exitCode: progress.ran?.exitCode ?? null,
    output: progress.ran?.output ?? '',
    events,
  }
}

/**
 * Plays a submission in a fresh sandbox and gives what came of it, also when its time was over before the end. Rejects
 * with InfrastructureError or DojoError, or with the signal's reason.
 */
export const gradeRun = async (
  server: GradingServer,
  lab: LabFile,
  play: Play,
  options: RunOptions,
): Promise<GradedRun> => {
  const startedAt = Date.now()
  const limit = new RunLimit(options.timeoutMs, options.signal)
  const limited = { ...options, limit, startedAt, signal: limit.signal }
  try {
    const order = { labId: lab.metadata.id, ...limited }
    return await withSandbox(server.until(limit.signal), order, ({ id }) =>
      runIn(server, lab, id, play, limited),
    )
  } catch (error) {
    throw limit.isOver && !isAboutInput(error)
      ? new InfrastructureError(limit.sentence, { cause: error })
      : error
  }
}
