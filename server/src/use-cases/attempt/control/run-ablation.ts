import { Injectable } from '@nestjs/common'
import {
  Clock,
  EventLog,
  LabCatalog,
  PlatformLog,
  SandboxEngine,
  SandboxGuard,
  SandboxStore,
  type StoredAttempt,
} from '../../../domain/ports/index.ts'
import { homeFolder, labFolder, labFolderFiles, learnerUser } from '../../../domain/sandbox/lab/lab-files.ts'
import { parameterEnv, publicParameters } from '../../../domain/sandbox/lab/lab-parameters.ts'
import { isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import type { AblationPlan } from '../attempt-plan.ts'
import { Inconclusive } from '../run/inconclusive.ts'

const scriptTimeoutMs = 120_000
const restoreTries = 3
const tryAgainMs = 2_000
const root = { uid: 0, gid: 0 }

/**
 * Takes one mechanism away and puts it back, by the lab's scripts in the workstation. While a script runs the guard takes
 * every call for set-up, so that it is no human touch.
 */
@Injectable()
export class RunAblation {
  readonly #underScript = new Set<string>()
  /** Sandboxes whose set-up is over and that could not be opened yet. */
  readonly #owed = new Set<string>()

  constructor(
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /** Throws Inconclusive when the script fails. */
  async remove(attempt: StoredAttempt, { id, run }: AblationPlan): Promise<void> {
    const problem = await this.#script(attempt, id, 'run', run)
    if (problem !== undefined)
      throw new Inconclusive('platform-error', `the script ${run} of the ablation ${id} ${problem}`)
  }

  /** Puts the mechanism back; tries again, then throws Inconclusive: a sandbox that stays ablated is told of. */
  async restore(attempt: StoredAttempt, { id, restore }: AblationPlan): Promise<void> {
    let problem: string | undefined
    for (let tries = 0; tries < restoreTries; tries += 1) {
      if (tries > 0) await this.clock.sleep(tryAgainMs)
      problem = await this.#script(attempt, id, 'restore', restore).catch((error: unknown) => String(error))
      if (problem === undefined) return
    }
    this.log.warn('an ablation was not put back', { attemptId: attempt.id, ablation: id, problem })
    throw new Inconclusive('platform-error', `the script ${restore} of the ablation ${id} ${problem}`)
  }

  /**
   * Puts back what an attempt of a server that died had taken away, and lets the guard take calls for the learner's
   * again. Throws DATABASE_AWAY and GUARD_AWAY; then somebody tries again.
   */
  async restoreInterrupted(attempt: StoredAttempt): Promise<void> {
    // Also when the lab knows the ablation no more: it may have died while its script ran.
    await this.#endSetup(attempt.sandboxId)
    const sandbox = await this.sandboxes.find(attempt.sandboxId)
    const tasks = (sandbox && this.labs.find(sandbox.labId)?.file.spec.tasks) ?? []
    const ablation = tasks
      .flatMap((task) =>
        task.mode === 'survive' && task.id === attempt.taskId ? task.controls.ablations : [],
      )
      .find(({ id }) => id === attempt.ablation)
    if (ablation) await this.restore(attempt, ablation).catch(() => undefined)
  }

  /** Gives what went wrong, or undefined. */
  async #script(
    { id: attemptId, sandboxId }: StoredAttempt,
    ablation: string,
    step: 'run' | 'restore',
    path: string,
  ): Promise<string | undefined> {
    const exitCode = await this.#asSetup(sandboxId, () => this.#exec(sandboxId, path))
    const data = { control: 'ablation', step, attemptId, ablation, exitCode: exitCode ?? null }
    const at = this.clock.now()
    await this.events.append([{ sandboxId, at, kind: 'control.applied', actor: 'setup', data }])
    if (exitCode === 0) return undefined
    return exitCode === null ? 'did not end in time' : `ended with ${exitCode ?? 'no sandbox'}`
  }

  /** The guard's phase goes back to `open` whatever happens, but never opens a sandbox that is ending (fenced). */
  async #asSetup<T>(sandboxId: string, work: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.#isUsable(sandboxId))) return undefined
    this.#underScript.add(sandboxId)
    try {
      await this.guard.setPhase(sandboxId, 'setup')
      return await work()
    } finally {
      this.#underScript.delete(sandboxId)
      await this.#endSetup(sandboxId)
    }
  }

  /**
   * Left in `setup` the guard would count no hand any more, in no later attempt either: what fails here is an attempt that
   * nobody can judge, and is done as soon as it can be.
   */
  async #endSetup(sandboxId: string): Promise<void> {
    try {
      await this.#open(sandboxId)
    } catch (error) {
      this.log.warn('the guard still takes all calls for set-up', { sandboxId, error: String(error) })
      void this.#endLater(sandboxId)
      throw error
    }
  }

  /** Tries until it is done, once for each sandbox. Never under a script, whose own end does it: that is set-up. */
  async #endLater(sandboxId: string): Promise<void> {
    if (this.#owed.has(sandboxId)) return
    this.#owed.add(sandboxId)
    let isOpen = false
    while (!isOpen) {
      await this.clock.sleep(tryAgainMs)
      isOpen =
        this.#underScript.has(sandboxId) ||
        (await this.#open(sandboxId).then(
          () => true,
          () => false,
        ))
    }
    this.#owed.delete(sandboxId)
  }

  async #open(sandboxId: string): Promise<void> {
    if (await this.#isUsable(sandboxId)) await this.guard.setPhase(sandboxId, 'open')
  }

  async #isUsable(sandboxId: string): Promise<boolean> {
    const sandbox = await this.sandboxes.find(sandboxId)
    return sandbox !== undefined && isUsable(sandbox)
  }

  async #exec(sandboxId: string, path: string): Promise<number | null | undefined> {
    const sandbox = await this.sandboxes.find(sandboxId)
    const lab = sandbox && this.labs.find(sandbox.labId)
    if (!lab) return undefined
    // A workstation that was made anew has no lab folder any more.
    await this.engine.putFiles(sandboxId, 'workstation', labFolder, labFolderFiles(lab, 'workstation'), root)
    const script = `${labFolder}/${path}`
    const isExecutable = lab.assets.some((asset) => asset.path === path && asset.executable)
    const { exitCode } = await this.engine.run(sandboxId, 'workstation', {
      argv: isExecutable ? [script] : ['bash', script],
      env: parameterEnv(publicParameters(lab.file.spec.params, sandbox.params)),
      cwd: homeFolder,
      user: learnerUser.name,
      timeoutMs: scriptTimeoutMs,
    })
    return exitCode
  }
}
