import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashFiles, hashTexts } from '../../../tools/stamp.ts'
import { addressOf } from '../launcher/address.ts'
import { ask, jsonOf } from '../launcher/ask.ts'
import { refuseWithoutLabs } from '../launcher/broken-labs.ts'
import type { DataFolder } from '../launcher/data-folder.ts'
import { ManagedProcess } from './process-record.ts'
import { SettingError, type Settings } from '../launcher/settings.ts'

export type PartHealth = Record<string, { readonly ok: boolean; readonly detail: string }>

const isSource = (path: string) => !path.endsWith('.test.ts')

/** What every process of this dojo is told. Only the environment carries it: a command line is seen by all users. */
const environment = (settings: Settings, folder: DataFolder, socket: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  DOJO_INSTANCE: settings.instance,
  DOJO_DATA: settings.dataDir,
  DOJO_HOST: settings.host,
  DOJO_PORT: String(settings.port),
  DOJO_TLS_CERT: settings.tls?.cert ?? '',
  DOJO_TLS_KEY: settings.tls?.key ?? '',
  DOJO_GATEWAY_TOKEN: folder.secrets().gatewayToken,
  DOCKER_SOCKET: socket,
})

/** A part that did not come up; its log says why. */
export class PartError extends Error {
  /** The message without the end of the log. */
  readonly sentence: string
  readonly logFile: string
  constructor(sentence: string, part: ManagedProcess) {
    super(`${sentence} The end of ${part.logFile}:\n${part.logTail()}`)
    this.sentence = sentence
    this.logFile = part.logFile
  }
}

interface Wait {
  readonly withinMs: number
  readonly isReady: () => Promise<boolean>
  readonly explain?: () => Promise<string>
  readonly signal?: AbortSignal | undefined
}

const waitUntil = async (part: ManagedProcess, { withinMs, isReady, explain, signal }: Wait) => {
  const until = Date.now() + withinMs
  while (!(await isReady())) {
    if (part.running() === undefined) throw new PartError(`The ${part.name} ended at once.`, part)
    if (Date.now() > until)
      throw new PartError(
        `The ${part.name} is not ready after ${withinMs / 1000} s${(await explain?.()) ?? ''}.`,
        part,
      )
    await sleep(300, undefined, { signal })
  }
}

/** Gives whether the guard answers on its control socket. */
export const isGuardWell = async (folder: DataFolder): Promise<boolean> => {
  const socketPath = folder.file('guard', 'control.sock')
  return (await ask('http://guard/v1/health', { socketPath }))?.status === 200
}

/** Gives what /readyz says of each part; undefined when the server does not answer. */
export const readReadiness = async (
  address: string,
): Promise<{ ready: boolean; parts: PartHealth } | undefined> =>
  jsonOf(await ask(`${address}/readyz`, { timeoutMs: 10_000 }))

/** Gives why nobody can listen on a port of an address, or undefined when somebody can. */
const portProblem = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })

/** Whether nobody listens on a port of an address. */
export const isPortFree = async (host: string, port: number): Promise<boolean> =>
  (await portProblem(host, port)) === undefined

/** Throws when the server is not running and cannot listen where it is to. */
export const refuseTakenPort = async ({ host, port }: Settings, folder: DataFolder): Promise<void> => {
  if (new ManagedProcess(folder, 'server').running()) return
  const problem = await portProblem(host, port)
  if (problem === undefined) return
  if (problem === 'EADDRINUSE')
    throw new Error(
      `Another program listens on ${host}:${port}. Choose another port with --port (or DOJO_PORT).`,
    )
  throw new Error(
    problem === 'EACCES'
      ? `This user may not listen on port ${port}. Choose one above 1023 with --port (or DOJO_PORT).`
      : `Nobody can listen on ${host}:${port} (${problem}). Choose an address of this machine with --host (or DOJO_HOST).`,
  )
}

/** Starts a part, or leaves the running one when it was started from the same files and settings. */
const startPart = async (
  part: ManagedProcess,
  script: string,
  root: string,
  env: NodeJS.ProcessEnv,
  recipe: string,
): Promise<'started' | 'restarted' | 'running already'> => {
  const running = part.running()
  if (running?.recipe === recipe) return 'running already'
  await part.stop()
  await part.start(process.execPath, [script], { cwd: root, env, recipe })
  return running ? 'restarted' : 'started'
}

/** What a part was told at its start, as text: another one asks for a restart. */
const told = (env: NodeJS.ProcessEnv, names: RegExp): string =>
  JSON.stringify(
    Object.entries(env)
      .filter(([name]) => names.test(name))
      .sort(),
  )

/** Starts the guard and waits until it answers. Gives how it went. */
export const startGuard = async (
  settings: Settings,
  folder: DataFolder,
  socket: string,
  signal?: AbortSignal,
): Promise<string> => {
  const guard = new ManagedProcess(folder, 'guard')
  const sources = hashFiles(settings.root, ['guard/src', 'contracts/src', 'package-lock.json'], isSource)
  const env = environment(settings, folder, socket)
  const recipe = hashTexts(sources, told(env, /^(DOJO_INSTANCE|DOJO_DATA|DOCKER_SOCKET)$/))
  const how = await startPart(guard, 'guard/src/main.ts', settings.root, env, recipe)
  await waitUntil(guard, { withinMs: 30_000, isReady: () => isGuardWell(folder), signal })
  return how
}

const describeMissing = (readiness: { parts: PartHealth } | undefined): string => {
  const bad = Object.entries(readiness?.parts ?? {}).filter(([, part]) => !part.ok)
  return bad.map(([name, part]) => `${name}: ${part.detail}`).join(', ')
}

/** Starts the server from its build and waits until all its parts are ready, or the signal. Gives how it went. */
export const startServer = async (
  settings: Settings,
  folder: DataFolder,
  socket: string,
  buildHash: string,
  { onLine, signal }: { onLine?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<string> => {
  const server = new ManagedProcess(folder, 'server')
  const env = environment(settings, folder, socket)
  const recipe = hashTexts(
    buildHash,
    told(env, /^(DOJO_.*|DATABASE_URL|DOCKER_SOCKET)$/),
    hashFiles(settings.root, ['labs']),
  )
  await refuseTakenPort(settings, folder)
  const how = await startPart(server, 'server/dist/main.js', settings.root, env, recipe)
  const address = addressOf(settings)
  const isReady = async () => {
    const readiness = await readReadiness(address)
    onLine?.(describeMissing(readiness))
    // Only one that answers for its labs, and not well, is asked for them.
    if (readiness?.parts['labs']?.ok === false) await refuseWithoutLabs(address)
    return readiness?.ready === true
  }
  const explain = async () => ` (${describeMissing(await readReadiness(address))})`
  try {
    await waitUntil(server, { withinMs: 120_000, isReady, explain, signal })
  } catch (error) {
    // One that can offer nothing is not left running, with the port taken.
    if (error instanceof SettingError) await server.stop()
    throw error
  }
  return how
}

/** Gives a free port of an address. */
export const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
