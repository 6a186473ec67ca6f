import { randomUUID } from 'node:crypto'
import { DojoError } from '@noops-dojo/contracts'
import type { Shell } from '../../../domain/ports/engine/sandbox-engine.ts'
import { partName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'
import { DockerShell } from './docker-shell.ts'
import { exitCodeOf, runCommand } from './run-command.ts'

const folder = '/tmp/dojo'
/** Attachments of this process; those of an earlier server process are ended when their terminal is opened again. */
const boot = randomUUID().slice(0, 8)

/**
 * $1 terminal, $2 rows, $3 columns, $4 boot, $5 attachment. `stty` before dtach: the first frame has the right size.
 * dtach: -A attach or create, -E no detach character, -z no suspend character (both are the shell’s own keys),
 * -r winch redraws by a window-size signal instead of typing Ctrl-L into the program.
 */
const attachScript = `
stty rows "$2" cols "$3" 2>/dev/null
cd ${folder} || exit 1
for file in "$1".*.attach; do
  [ -e "$file" ] || continue
  read -r pid <"$file"; name=; read -r name 2>/dev/null <"/proc/$pid/comm"
  if [ "$name" = dtach ]; then
    case $file in "$1.$4."*) continue ;; esac
    kill "$pid"
  fi
  rm -f "$file"
done
echo $$ >"$1.$4.$5.attach"
cd
exec dtach -A "${folder}/$1.dtach" -E -z -r winch bash -l`

const releaseScript = `
cd ${folder} || exit 0
read -r pid <"$1" || exit 0
rm -f "$1"
read -r name <"/proc/$pid/comm" && [ "$name" = dtach ] && kill "$pid"`

const listScript = `cd ${folder} && for file in *.dtach; do [ -S "$file" ] && echo "\${file%.dtach}"; done; true`

/** The engine swallows ctrl-p and waits for ctrl-q unless another sequence is named; this one nobody types. */
const detachKeys = 'ctrl-^,ctrl-^,ctrl-],ctrl-^,ctrl-]'

const assertName = (terminal: string): void => {
  if (!/^[a-z][a-z0-9-]{0,20}$/.test(terminal))
    throw new DojoError(
      'BAD_REQUEST',
      `"${terminal}" is not a name of a terminal: a-z, 0-9 and -, 21 at most.`,
    )
}

const release = async (engine: EngineConnection, container: string, file: string): Promise<void> => {
  const exec = await engine.call('create exec', (docker) =>
    docker.getContainer(container).exec({ Cmd: ['sh', '-c', releaseScript, 'sh', file] }),
  )
  await engine.call('start exec', () => exec.start({ Detach: true }))
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
  const attachment = randomUUID().slice(0, 8)
  const args = [terminal, String(size.rows), String(size.cols), boot, attachment]
  try {
    const exec = await engine.call('create exec', (docker) =>
      docker.getContainer(container).exec({
        Cmd: ['sh', '-c', attachScript, 'sh', ...args],
        Env: ['TERM=xterm-256color', 'COLORTERM=truecolor'],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: true,
        DetachKeys: detachKeys,
      }),
    )
    const stream = await engine.call('start exec', () => exec.start({ hijack: true, stdin: true, Tty: true }))
    const releaseAttachment = (): void => {
      release(engine, container, `${terminal}.${boot}.${attachment}.attach`).catch(() => undefined)
    }
    return new DockerShell(stream, exec, () => exitCodeOf(engine, exec), releaseAttachment)
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
