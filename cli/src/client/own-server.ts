import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { hashTexts } from '../../../tools/stamp.ts'
import { ensureBaseImage } from '../../../tools/images/base-image.ts'
import { buildImages } from '../../../tools/images/build-images.ts'
import { images } from '../../../tools/images/catalogue.ts'
import { down } from '../commands/down/down.ts'
import { engineSocket, ensureEngine } from '../engine/engine.ts'
import { ensureSwarm } from '../engine/swarm.ts'
import { addressOf } from '../launcher/address.ts'
import { DataFolder } from '../launcher/data-folder.ts'
import { withLock } from '../launcher/launcher-lock.ts'
import { Progress } from '../launcher/progress.ts'
import { repositoryRoot, type Settings } from '../launcher/settings.ts'
import { buildHash, buildLock, builds, ensureBuilt } from '../parts/builds.ts'
import { freePort, startGuard, startServer } from '../parts/start-parts.ts'
import type { GradingServer, ServerAddress } from './grading-server.ts'
import { httpGradingServer } from './http-grading-server.ts'

export interface OwnServer {
  readonly address: ServerAddress
  readonly server: GradingServer
  /** Ends it and removes everything it made. Safe to call twice. */
  stop(): Promise<void>
  /** The last lines of a part’s log, for an error message. */
  logTail(): string
}

export interface OwnServerOptions {
  /** Lab folders that it is to know; copied, so that editing them does no harm to a run. */
  readonly labs: readonly string[]
  /** Whether it keeps warm sandboxes. */
  readonly hasPool: boolean
  readonly progress: Progress
  /** Ends the steps that may take long; the others are finished first. */
  readonly signal: AbortSignal
}

const copyLabs = (labs: readonly string[], root: string): void => {
  for (const lab of labs) {
    const target = join(root, basename(dirname(lab)), basename(lab))
    mkdirSync(dirname(target), { recursive: true })
    cpSync(lab, target, { recursive: true, verbatimSymlinks: true })
  }
}

/** Makes what the parts start from; no page is built, nobody looks at it. */
const makeAll = async (folder: DataFolder, progress: Progress, signal: AbortSignal): Promise<void> => {
  const step = (name: string, action: () => Promise<string>): Promise<void> => {
    signal.throwIfAborted()
    return progress.step(name, action)
  }
  const onLine = progress.line
  await step('engine', () => ensureEngine(folder, { onLine, signal }))
  await step('swarm', async () => (await ensureSwarm(folder, signal)).detail)
  await step('base image', () => ensureBaseImage(onLine, signal))
  await step('images', async () => {
    const wanted = images.filter((image) => !image.isHosted)
    const { built, unchanged } = await buildImages(repositoryRoot, wanted, onLine, signal)
    return built.length === 0 ? `${unchanged.length} unchanged` : `${built.length} built`
  })
  // A builder that is killed leaves children that go on writing: it is waited for.
  for (const name of ['generate', 'server'] as const)
    await step(name, () => ensureBuilt(repositoryRoot, builds[name], onLine))
}

/** Two that build at once would build over each other's results: in turn, also with `dojo up`. */
const prepare = (folder: DataFolder, progress: Progress, signal: AbortSignal): Promise<void> =>
  withLock(buildLock(repositoryRoot), () => makeAll(folder, progress, signal), {
    waitMs: 900_000,
    signal,
    onWait: (pid) => progress.note(`Process ${pid} prepares the same files: waiting for it.`),
  })

const startParts = async (
  settings: Settings,
  folder: DataFolder,
  { progress, signal }: OwnServerOptions,
): Promise<void> => {
  const socket = await engineSocket()
  const hash = hashTexts(buildHash(repositoryRoot, builds.server), process.version)
  await progress.step('guard', () => startGuard(settings, folder, socket, signal))
  await progress.step('server', () => startServer(settings, folder, socket, hash, { signal }))
}

/** What the parts read beside the settings; they inherit the environment of this process. */
const setEnvironment = (labsRoot: string, hasPool: boolean): void => {
  process.env.DOJO_LABS = labsRoot
  process.env.DOJO_POOL = hasPool ? 'on' : 'off'
  delete process.env.DATABASE_URL
  delete process.env.DOJO_TLS_CERT
  delete process.env.DOJO_TLS_KEY
}

const tail = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n')
  } catch {
    return '(no log)'
  }
}

/** Gives the function that ends the dojo, once. A process that ends before that says how to clean up after it. */
const takeDown = (settings: Settings, progress: Progress): (() => Promise<void>) => {
  const { instance, dataDir } = settings
  const warn = (): void =>
    console.error(
      `! Something may be left; this removes it: dojo down --purge --keep-images --instance ${instance} --data ${dataDir}`,
    )
  process.on('exit', warn)
  let stopping: Promise<void> | undefined
  return () => {
    stopping ??= down(settings, { purge: true, keepImages: true }, progress)
      .then(() => process.off('exit', warn))
      .then(() => rmSync(dataDir, { recursive: true, force: true }))
    return stopping
  }
}

/**
 * Starts a dojo of its own: own instance, own data folder, a free port. Rejects with a sentence when that cannot be
 * done; nothing is left behind then.
 */
export const startOwnServer = async (options: OwnServerOptions): Promise<OwnServer> => {
  const { progress, signal } = options
  const dataDir = mkdtempSync(join(tmpdir(), 'dojo-grade-'))
  const instance = `grade-${randomBytes(4).toString('hex')}`
  const settings: Settings = {
    root: repositoryRoot,
    instance,
    dataDir,
    host: '127.0.0.1',
    port: await freePort('127.0.0.1'),
    tls: undefined,
  }
  const folder = new DataFolder(dataDir)
  const stop = takeDown(settings, progress)
  try {
    folder.create()
    const labsRoot = join(dataDir, 'labs')
    mkdirSync(labsRoot)
    copyLabs(options.labs, labsRoot)
    setEnvironment(labsRoot, options.hasPool)
    await prepare(folder, progress, signal)
    signal.throwIfAborted()
    await startParts(settings, folder, options)
    signal.throwIfAborted()
  } catch (error) {
    await stop()
    throw error
  }
  const address = { origin: addressOf(settings), token: folder.secrets().graderToken }
  return {
    address,
    server: httpGradingServer(address.origin, address.token),
    stop,
    logTail: () => tail(join(dataDir, 'logs', 'server.log')),
  }
}
