import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { installPackages } from '../../../tools/apt.ts'
import { isInstalled, run } from '../../../tools/command.ts'
import type { DataFolder } from '../launcher/data-folder.ts'
import { ManagedProcess, startOf } from '../parts/process-record.ts'
import { EngineUsers } from './engine-users.ts'
import { startOnce } from './start-once.ts'

/** What the engine answers, or why it does not. */
export type EngineState =
  | { readonly kind: 'running'; readonly version: string }
  | { readonly kind: 'away' | 'forbidden' | 'no-client' }

/** Asks the engine that the docker client talks to. */
export const engineState = async (): Promise<EngineState> => {
  const result = await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 20_000 })
  if (result.code === 0 && result.stdout.trim() !== '')
    return { kind: 'running', version: result.stdout.trim() }
  if (result.code === 127) return { kind: 'no-client' }
  return { kind: /permission denied/i.test(result.stderr) ? 'forbidden' : 'away' }
}

/**
 * Gives the path of the engine's socket: DOCKER_SOCKET, or what the docker client uses (DOCKER_HOST, context).
 * Throws when that is no unix socket: guard and server must reach the engine on this machine.
 */
export const engineSocket = async (env: NodeJS.ProcessEnv = process.env): Promise<string> => {
  if (env.DOCKER_SOCKET) return env.DOCKER_SOCKET
  const context = await run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])
  const address = env.DOCKER_HOST || context.stdout.trim() || 'unix:///var/run/docker.sock'
  if (address.startsWith('unix://')) return address.slice('unix://'.length)
  throw new Error(
    `The docker client talks to ${address}, but the dojo needs an engine on this machine. Unset DOCKER_HOST, or set DOCKER_SOCKET to the engine's socket.`,
  )
}

interface Wait {
  readonly withinMs: number
  readonly signal: AbortSignal | undefined
  readonly isHopeless?: () => boolean
}

const waitForEngine = async ({ withinMs, signal, isHopeless }: Wait): Promise<boolean> => {
  const until = Date.now() + withinMs
  while (Date.now() < until && isHopeless?.() !== true) {
    if ((await engineState()).kind === 'running') return true
    await sleep(500, undefined, { signal })
  }
  return false
}

/** Debian's package may have started one through its init script while it was installed: two would fight. */
const isDaemonStarting = (): boolean => {
  try {
    return startOf(Number(readFileSync('/var/run/docker.pid', 'utf8'))) !== undefined
  } catch {
    return false
  }
}

const startDaemon = async (folder: DataFolder, signal: AbortSignal | undefined): Promise<void> => {
  const daemon = new ManagedProcess(folder, 'dockerd')
  // Many sandboxes are many sockets and pipes; a shell's usual limit of 1024 files is soon used up.
  const record = await daemon.start('sh', ['-c', 'ulimit -n 1048576 2>/dev/null; exec dockerd'], {
    cwd: '/',
    env: process.env,
    recipe: '',
  })
  folder.addMade({ engine: { pid: record.pid, startedAt: record.startedAt } })
  const isHopeless = () => daemon.running() === undefined
  if (!(await waitForEngine({ withinMs: 60_000, signal, isHopeless })))
    throw new Error(
      `dockerd was started but does not answer. The end of ${daemon.logFile}:\n${daemon.logTail()}`,
    )
}

const hasInit = () => existsSync('/run/systemd/system')
const isRoot = () => process.getuid?.() === 0

/** Gives a sentence when an engine answers, undefined when there is none; throws when it must not be used. */
const findEngine = async (): Promise<string | undefined> => {
  const state = await engineState()
  if (state.kind === 'running') return `Docker ${state.version}, running already`
  if (state.kind === 'forbidden')
    throw new Error(
      'This user may not talk to the Docker engine. Run "sudo usermod -aG docker $USER", sign in anew, and try again; or use sudo.',
    )
  return undefined
}

/** `signal` ends the waiting; an engine that is starting then is in `folder.made()`. */
interface EngineOptions {
  readonly onLine: (line: string) => void
  readonly signal?: AbortSignal | undefined
  readonly users?: EngineUsers
}

const startEngine = async (folder: DataFolder, { onLine, signal }: EngineOptions): Promise<string> => {
  const isComplete = (await isInstalled('docker')) && (await isInstalled('dockerd'))
  if (!isRoot())
    throw new Error(
      isComplete
        ? 'The Docker engine does not run, and only root may start it: "sudo systemctl start docker", then try again.'
        : 'There is no Docker engine, and only root may install it: "sudo apt-get install docker.io", then try again (or "sudo ./dojo up").',
    )
  if (!isComplete) await installPackages(['docker.io', 'iptables', 'ca-certificates'], onLine)
  if (hasInit()) {
    await run('systemctl', ['start', 'docker'], { onLine })
    if (!(await waitForEngine({ withinMs: 60_000, signal })))
      throw new Error('The Docker engine does not answer: see "systemctl status docker".')
  } else if (!(await waitForEngine({ withinMs: isDaemonStarting() ? 30_000 : 1000, signal }))) {
    await startDaemon(folder, signal)
  }
  const started = await engineState()
  return `Docker ${started.kind === 'running' ? started.version : ''}, ${isComplete ? 'started' : 'installed and started'}`
}

/**
 * Makes sure that an engine answers: the one that runs, else one that is installed (as root, with Debian's
 * packages) and started, by the init system where there is one; by one dojo only when several want it at once. Never
 * restarts a running engine. From here on this process counts as one that uses it. Gives a sentence.
 */
export const ensureEngine = async (folder: DataFolder, options: EngineOptions): Promise<string> => {
  const { users = new EngineUsers(), signal, onLine } = options
  await users.enter(folder.path, undefined, signal)
  return startOnce(users, findEngine, () => startEngine(folder, options), {
    signal,
    onWait: (pid) => onLine(`process ${pid} starts it`),
  })
}
