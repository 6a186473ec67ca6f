import { DojoError, terminalName } from '@noops-dojo/contracts'
import type { Shell } from '../../../domain/ports/engine/sandbox-engine.ts'
import { partName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'
import { DockerShell } from './docker-shell.ts'
import { relayScript } from './dtach-protocol.ts'
import { exitCodeOf, runCommand } from './run-command.ts'

const folder = '/tmp/dojo'

const listScript = `cd ${folder} && for file in *.dtach; do [ -S "$file" ] && echo "\${file%.dtach}"; done; true`

const assertName = (terminal: string): void => {
  if (!terminalName.safeParse(terminal).success)
    throw new DojoError(
      'BAD_REQUEST',
      `"${terminal}" is not a name of a terminal: a-z, 0-9 and -, 21 at most.`,
    )
}

/** Attaches to the held session `terminal` of the workstation, or creates it. */
export const openTerminal = async (
  engine: EngineConnection,
  sandboxId: string,
  terminal: string,
  size: { cols: number; rows: number },
): Promise<Shell> => {
  assertName(terminal)
  const container = partName(sandboxId, 'workstation')
  const args = [`${folder}/${terminal}.dtach`, String(size.rows), String(size.cols)]
  try {
    const exec = await engine.call('create exec', (docker) =>
      docker.getContainer(container).exec({
        Cmd: ['perl', '-e', relayScript, ...args],
        Env: ['TERM=xterm-256color', 'COLORTERM=truecolor'],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
      }),
    )
    const stream = await engine.call('start exec', () =>
      engine.terminals.getExec(exec.id).start({ hijack: true, stdin: true }),
    )
    return new DockerShell(stream, () => exitCodeOf(engine, exec))
  } catch (error) {
    if (hasStatus(error, 404, 409))
      throw new DojoError('SANDBOX_NOT_READY', 'The workstation does not run.', { sandboxId }, error)
    throw error
  }
}

/** Names of the held sessions. */
export const terminalsOf = async (engine: EngineConnection, sandboxId: string): Promise<string[]> => {
  const { stdout } = await runCommand(engine, partName(sandboxId, 'workstation'), {
    argv: ['sh', '-c', listScript],
    timeoutMs: 10_000,
  })
  return stdout.split('\n').filter(Boolean).sort()
}
