import { hashTexts } from '../../../../tools/stamp.ts'
import { engineSocket } from '../../engine/engine.ts'
import { EngineUsers } from '../../engine/engine-users.ts'
import { refuseSharedInstance } from '../../engine/shared-instance.ts'
import { addressOf } from '../../launcher/address.ts'
import { readBrokenLabs } from '../../launcher/broken-labs.ts'
import { awaitJoinCode } from '../../launcher/classroom.ts'
import { DataFolder } from '../../launcher/data-folder.ts'
import { withLock } from '../../launcher/launcher-lock.ts'
import { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { checkTls } from '../../launcher/tls-files.ts'
import { buildHash, builds } from '../../parts/builds.ts'
import { ManagedProcess } from '../../parts/process-record.ts'
import {
  freePort,
  isPortFree,
  PartError,
  refuseTakenPort,
  startGuard,
  startServer,
} from '../../parts/start-parts.ts'
import { prepare } from './prepare.ts'
import { printWelcome } from './welcome.ts'

/** The parts use the engine for as long as they run: a grade that ends must not stop it under them. */
const holdEngine = async (folder: DataFolder): Promise<void> => {
  const users = new EngineUsers()
  for (const name of ['guard', 'server']) {
    const part = new ManagedProcess(folder, name).running()
    if (part) await users.enter(folder.path, part)
  }
}

const start = async (settings: Settings, folder: DataFolder, progress: Progress): Promise<void> => {
  const socket = await engineSocket()
  const hash = hashTexts(
    buildHash(settings.root, builds.generate),
    buildHash(settings.root, builds.server),
    process.version,
  )
  await progress.step('guard', () => startGuard(settings, folder, socket))
  await progress.step('server', () => startServer(settings, folder, socket, hash, { onLine: progress.line }))
  await holdEngine(folder)
  folder.writeLastStart({
    instance: settings.instance,
    host: settings.host,
    port: settings.port,
    hasTls: settings.tls !== undefined,
    startedAt: new Date().toISOString(),
  })
}

/** A dojo that was given "any port" keeps the one it has, so that a second `up` finds it. */
const withPort = async (settings: Settings, folder: DataFolder): Promise<Settings> => {
  if (settings.port !== 0) return settings
  const last = folder.lastStart()?.port
  const isOurs = new ManagedProcess(folder, 'server').running() !== undefined
  const keepsLast = last !== undefined && (isOurs || (await isPortFree(settings.host, last)))
  return { ...settings, port: keepsLast ? last : await freePort(settings.host) }
}

/** Of a start that fails, `status` would know nothing: it is remembered until one succeeds. */
export const remembered = async (folder: DataFolder, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n')
    const reason = error instanceof PartError ? error.sentence : line
    const log = error instanceof PartError ? error.logFile : folder.file('logs')
    try {
      folder.writeFailedStart({ failedAt: new Date().toISOString(), reason, log })
    } catch {
      // A disk that is full is told by the start itself.
    }
    throw error
  }
  folder.forgetFailedStart()
}

const bringUp = async (wanted: Settings, folder: DataFolder, progress: Progress): Promise<void> => {
  const settings = await withPort(wanted, folder)
  await refuseTakenPort(settings, folder)
  await prepare(settings, folder, progress)
  await start(settings, folder, progress)
  const { instructorKey } = folder.secrets()
  const address = addressOf(settings)
  for (const { sentence } of await readBrokenLabs(address)) progress.warn(sentence)
  await printWelcome(settings, instructorKey, await awaitJoinCode(address, instructorKey))
}

/**
 * Brings a dojo up from whatever state the machine is in, and prints where it is. A running one is left alone
 * unless its files or settings changed. Throws with a sentence at the first step that cannot be done.
 */
export const up = async (wanted: Settings, progress = new Progress()): Promise<void> => {
  const folder = new DataFolder(wanted.dataDir)
  folder.checkBelongsTo(wanted.instance)
  refuseSharedInstance(wanted)
  checkTls(wanted.tls)
  folder.create()
  await withLock(folder.file('launcher.lock'), () =>
    remembered(folder, () => bringUp(wanted, folder, progress)),
  )
}
