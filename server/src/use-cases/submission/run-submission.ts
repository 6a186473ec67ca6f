import { Injectable } from '@nestjs/common'
import { Clock, EventLog, SandboxEngine } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import { safePath, submissionFolder } from '../../domain/submission/submission.ts'

export interface SubmissionRun {
  /** Path inside the submission. */
  readonly script: string
  readonly timeoutMs: number
}

/** Runs a script of the submission as the learner would. */
@Injectable()
export class RunSubmission {
  constructor(
    private readonly engine: SandboxEngine,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives the exit code (null: it ran out of time) and the end of what it printed. The run is a touch: somebody's
   * hands, whoever typed. Throws SUBMISSION_INVALID for a script outside the submission, SANDBOX_NOT_READY.
   */
  async execute(sandbox: Sandbox, run: SubmissionRun): Promise<{ exitCode: number | null; output: string }> {
    assertUsable(sandbox)
    const script = safePath(run.script)
    await this.note(sandbox.id, 'submission.run', script)
    try {
      const result = await this.engine.run(sandbox.id, 'workstation', {
        // One stream, so that output and errors stay in the order they were printed in.
        argv: ['bash', '-c', 'exec bash "./$0" 2>&1', script],
        cwd: submissionFolder,
        user: 'learner',
        timeoutMs: run.timeoutMs,
        maxOutputBytes: 65_536,
      })
      return { exitCode: result.exitCode, output: result.stdout + result.stderr }
    } finally {
      await this.note(sandbox.id, 'submission.end', script)
    }
  }

  private async note(sandboxId: string, action: string, object: string): Promise<void> {
    const at = this.clock.now()
    await this.events.append([{ sandboxId, at, kind: 'touch.ui', actor: 'grader', data: { action, object } }])
  }
}
