import { Injectable } from '@nestjs/common'
import { labFolder, labFolderFiles } from '../../../domain/sandbox/lab/lab-files.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import {
  Clock,
  type CommandResult,
  EventLog,
  PlatformLog,
  SandboxEngine,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import { isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { checkCommand, missingScriptExit } from '../../../domain/task/check-command.ts'
import { brokenCheck, type CheckReport, reportOf } from '../../../domain/task/check-report.ts'
import { judgeCheck, type ScriptedTask } from '../../../domain/task/judge-check.ts'
import type { TaskProgress } from '../../../domain/task/task-progress.ts'
import { CheckSlots } from './check-slots.ts'
import { ProgressLedger } from '../progress-ledger.ts'

const root = { uid: 0, gid: 0 }

/** Runs a task’s check in the judge and lets it count. A check that is running already is joined, never doubled. */
@Injectable()
export class RunCheck {
  /** An exec costs the engine 50–100 ms of work; more at once would slow down the labs that are measured. */
  readonly #slots: CheckSlots
  readonly #running = new Map<string, Promise<TaskProgress>>()
  /** By sandbox, then by task. */
  readonly #problems = new Map<string, Map<string, string>>()

  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly engine: SandboxEngine,
    private readonly ledger: ProgressLedger,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
    settings: SandboxSettings,
  ) {
    this.#slots = new CheckSlots(settings.checksAtOnce)
  }

  isRunning(sandboxId: string, taskId: string): boolean {
    return this.#running.has(`${sandboxId}/${taskId}`)
  }

  /** Forgets the problems of the checks of all sandboxes but these. */
  keep(sandboxIds: readonly string[]): void {
    const kept = new Set(sandboxIds)
    for (const id of this.#problems.keys()) if (!kept.has(id)) this.#problems.delete(id)
  }

  /** As `execute`, but of a check that begins after this call: one under way may have looked too early. */
  async executeAnew(sandbox: Sandbox, lab: Lab, task: ScriptedTask): Promise<TaskProgress> {
    await this.#running.get(`${sandbox.id}/${task.id}`)?.catch(() => undefined)
    return this.execute(sandbox, lab, task)
  }

  /** Throws only when the progress cannot be stored (DATABASE_AWAY); a broken check is an inconclusive one. */
  execute(sandbox: Sandbox, lab: Lab, task: ScriptedTask): Promise<TaskProgress> {
    const key = `${sandbox.id}/${task.id}`
    const running = this.#running.get(key)
    if (running) return running
    const run = this.#slots
      .use(() => this.#judge(sandbox, lab, task))
      .finally(() => this.#running.delete(key))
    this.#running.set(key, run)
    return run
  }

  async #judge(sandbox: Sandbox, lab: Lab, task: ScriptedTask): Promise<TaskProgress> {
    const startedAt = this.clock.now()
    const report = await this.#report(sandbox, lab, task)
    if (report.outcome !== 'met' && (await this.#wasEnded(sandbox.id)))
      return this.ledger.update(sandbox.id, task.id, (before) => before)
    await this.#note(sandbox.id, task.id, report)
    return this.ledger.update(sandbox.id, task.id, (before) => judgeCheck(task, before, report, startedAt))
  }

  /** What a check finds in a sandbox that is being taken apart says nothing about the task. */
  async #wasEnded(sandboxId: string): Promise<boolean> {
    const now = await this.sandboxes.find(sandboxId)
    return !now || !isUsable(now)
  }

  async #report(sandbox: Sandbox, lab: Lab, task: ScriptedTask): Promise<CheckReport> {
    try {
      const { exitCode, stdout } = await this.#run(sandbox, lab, task)
      return reportOf({ exitCode, result: stdout })
    } catch (error) {
      return brokenCheck(`could not be run: ${String(error)}`)
    }
  }

  async #run(sandbox: Sandbox, lab: Lab, task: ScriptedTask): Promise<CommandResult> {
    const command = checkCommand(task, sandbox.params)
    const result = await this.engine.run(sandbox.id, 'judge', command)
    if (result.exitCode !== missingScriptExit) return result
    await this.engine.putFiles(sandbox.id, 'judge', labFolder, labFolderFiles(lab, 'judge'), root)
    return this.engine.run(sandbox.id, 'judge', command)
  }

  /** A problem of the check is told once, to the operator and in the sandbox’s log, not every second. */
  async #note(sandboxId: string, taskId: string, { problem }: CheckReport): Promise<void> {
    const known = this.#problems.get(sandboxId) ?? new Map<string, string>()
    if (problem === (known.get(taskId) ?? null)) return
    if (problem === null) {
      known.delete(taskId)
      return
    }
    this.#problems.set(sandboxId, known.set(taskId, problem))
    this.log.warn('a check did not work', { sandboxId, task: taskId, problem })
    const data = { key: 'check-broken', task: taskId, problem }
    await this.events.append([
      { sandboxId, at: this.clock.now(), kind: 'platform.notice', actor: 'platform', data },
    ])
  }
}
