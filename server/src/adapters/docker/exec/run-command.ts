import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { DojoError } from '@noops-dojo/contracts'
import type { Exec } from 'dockerode'
import type { Command, CommandResult } from '../../../domain/ports/engine/sandbox-engine.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { engineMessage, hasStatus } from '../engine-errors.ts'
import { Demultiplexer } from './demux.ts'
import { OutputTail } from './output-tail.ts'

const defaultOutputBytes = 65_536
const graceAfterKillMs = 2_000

/** Marks every process of one command, its children too, so that a timeout can find them inside the container. */
const marker = 'DOJO_RUN'

const killScript = `
for round in 1 2 3; do
  found=$(grep -lzx "${marker}=$1" /proc/[0-9]*/environ 2>/dev/null) || exit 0
  for file in $found; do pid=\${file#/proc/}; kill -9 "\${pid%%/*}" 2>/dev/null; done
done`

const notRunning = (container: string, cause: unknown): DojoError =>
  new DojoError('SANDBOX_NOT_READY', `The container ${container} does not run.`, { container }, cause)

const createExec = async (
  engine: EngineConnection,
  container: string,
  command: Command,
  run: string,
): Promise<Exec> => {
  const env = { ...command.env, [marker]: run }
  try {
    return await engine.call('create exec', (docker) =>
      docker.getContainer(container).exec({
        Cmd: [...command.argv],
        Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
        AttachStdin: command.stdin !== undefined,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        ...(command.user === undefined ? {} : { User: command.user }),
        ...(command.cwd === undefined ? {} : { WorkingDir: command.cwd }),
      }),
    )
  } catch (error) {
    if (hasStatus(error, 404, 409)) throw notRunning(container, error)
    throw error
  }
}

/** Gives the exit code once the engine has it; null when it does not say in time. */
export const exitCodeOf = async (engine: EngineConnection, exec: Exec): Promise<number | null> => {
  for (let waitMs = 5; waitMs < 2_000; waitMs *= 2) {
    const state = await engine.call('inspect exec', () => exec.inspect())
    if (!state.Running && state.ExitCode !== null) return state.ExitCode
    await sleep(waitMs)
  }
  return null
}

const kill = async (
  engine: EngineConnection,
  container: string,
  run: string,
  user: string | undefined,
): Promise<void> => {
  const exec = await engine.call('create exec', (docker) =>
    docker.getContainer(container).exec({
      Cmd: ['sh', '-c', killScript, 'sh', run],
      // The same user: root without CAP_SYS_PTRACE may not read another user’s environment.
      ...(user === undefined ? {} : { User: user }),
    }),
  )
  await engine.call('start exec', () => exec.start({ Detach: true }))
}

const waitForEnd = (stream: Duplex): Promise<'ended'> =>
  new Promise((resolve) => {
    stream.once('close', () => resolve('ended'))
    stream.once('end', () => resolve('ended'))
    stream.on('error', () => resolve('ended'))
  })

const interruption = (command: Command): { reached: Promise<'interrupted'>; cancel: () => void } => {
  const stop = new AbortController()
  const reached = new Promise<'interrupted'>((resolve) => {
    const timer = setTimeout(() => resolve('interrupted'), command.timeoutMs)
    command.signal?.addEventListener('abort', () => resolve('interrupted'), { signal: stop.signal })
    if (command.signal?.aborted) resolve('interrupted')
    stop.signal.addEventListener('abort', () => clearTimeout(timer))
  })
  return { reached, cancel: () => stop.abort() }
}

const startExec = async (
  engine: EngineConnection,
  exec: Exec,
  command: Command,
): Promise<Duplex | string> => {
  try {
    return await engine.call('start exec', () =>
      exec.start({ hijack: true, stdin: command.stdin !== undefined }),
    )
  } catch (error) {
    // "executable file not found": the engine answers 400 where a shell would say 127.
    if (hasStatus(error, 400)) return engineMessage(error)
    throw error
  }
}

/**
 * Runs a command in a container without a terminal. At the timeout (or the abort) its processes are killed inside the
 * container, not only the stream cut; the exit code is null then.
 */
export const runCommand = async (
  engine: EngineConnection,
  container: string,
  command: Command,
): Promise<CommandResult> => {
  const run = randomUUID()
  const startedAt = performance.now()
  const limit = command.maxOutputBytes ?? defaultOutputBytes
  const output = { stdout: new OutputTail(limit), stderr: new OutputTail(limit) }
  const result = (exitCode: number | null, error?: string): CommandResult => ({
    exitCode,
    stdout: output.stdout.text(),
    stderr: error ?? output.stderr.text(),
    isTruncated: output.stdout.isTruncated || output.stderr.isTruncated,
    ms: performance.now() - startedAt,
  })
  const exec = await createExec(engine, container, command, run)
  const stream = await startExec(engine, exec, command)
  if (typeof stream === 'string') return result(127, stream)
  const demux = new Demultiplexer((kind, bytes) => output[kind].push(bytes))
  stream.on('data', (chunk: Buffer) => demux.push(chunk))
  const ended = waitForEnd(stream)
  if (command.stdin !== undefined) stream.end(Buffer.from(command.stdin))
  const { reached, cancel } = interruption(command)
  const how = await Promise.race([ended, reached])
  cancel()
  try {
    if (how === 'ended') return result(await exitCodeOf(engine, exec))
    // A script that has ended but left a child with the output open is not late: its exit code is known.
    const state = await engine.call('inspect exec', () => exec.inspect())
    await kill(engine, container, run, command.user)
    await Promise.race([ended, sleep(graceAfterKillMs)])
    return result(state.Running ? null : state.ExitCode)
  } catch (error) {
    // The container went away while the command ran.
    if (hasStatus(error, 404, 409)) throw notRunning(container, error)
    throw error
  } finally {
    stream.destroy()
  }
}
