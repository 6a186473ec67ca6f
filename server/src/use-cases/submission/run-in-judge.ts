import { Injectable } from '@nestjs/common'
import { SandboxEngine } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'

export interface JudgeCommand {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

export interface JudgeAnswer {
  /** Null: it ran out of time and was killed. */
  readonly exitCode: number | null
  /** The last 64 KiB of each stream. */
  readonly stdout: string
  readonly stderr: string
}

/** Runs a grader’s command in the judge: with the sandbox’s network, a read-only engine, and none of the host. */
@Injectable()
export class RunInJudge {
  constructor(private readonly engine: SandboxEngine) {}

  /** No touch: it is nobody’s hand on the learner’s system. Throws SANDBOX_NOT_READY, ENGINE_AWAY. */
  async execute(sandbox: Sandbox, command: JudgeCommand): Promise<JudgeAnswer> {
    assertUsable(sandbox)
    const { exitCode, stdout, stderr } = await this.engine.run(sandbox.id, 'judge', {
      argv: command.argv,
      env: { ...command.env, DOCKER_HOST: 'unix:///run/dojo/docker.sock' },
      timeoutMs: command.timeoutMs,
      maxOutputBytes: 65_536,
    })
    return { exitCode, stdout, stderr }
  }
}
