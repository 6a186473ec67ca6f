import { buildImages } from '../../../../tools/images/build-images.ts'
import { ensureBaseImage } from '../../../../tools/images/base-image.ts'
import { images } from '../../../../tools/images/catalogue.ts'
import { hashTexts } from '../../../../tools/stamp.ts'
import { engineSocket, ensureEngine } from '../../engine/engine.ts'
import { ensureSwarm } from '../../engine/swarm.ts'
import { addressOf } from '../../launcher/address.ts'
import { readJoinCode } from '../../launcher/classroom.ts'
import { DataFolder } from '../../launcher/data-folder.ts'
import { withLock } from '../../launcher/launcher-lock.ts'
import { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { buildHash, builds, ensureBuilt } from '../../parts/builds.ts'
import { freePort, startGuard, startServer } from '../../parts/start-parts.ts'
import { printWelcome } from './welcome.ts'

/** Makes what the parts are started from: engine, images, builds. What is there already costs next to nothing. */
const prepare = async (settings: Settings, folder: DataFolder, progress: Progress): Promise<void> => {
  await progress.step('engine', () => ensureEngine(folder, progress.line))
  await progress.step('swarm', async () => {
    const { detail, warning } = await ensureSwarm(folder)
    if (warning) progress.warn(warning)
    return detail
  })
  await progress.step('base image', async () => {
    const how = await ensureBaseImage(progress.line)
    if (how !== 'present') folder.addMade({ baseImage: true })
    return how === 'made' ? 'no registry answered: made with mmdebstrap' : how
  })
  await progress.step('images', async () => {
    const wanted = images.filter((image) => !image.isHosted)
    const { built, unchanged } = await buildImages(settings.root, wanted, progress.line)
    return built.length === 0 ? `${unchanged.length} unchanged` : `${built.length} built`
  })
  for (const name of ['generate', 'server', 'web'] as const)
    await progress.step(name === 'generate' ? 'database code' : name, () =>
      ensureBuilt(settings.root, builds[name], progress.line),
    )
}

const start = async (settings: Settings, folder: DataFolder, progress: Progress): Promise<void> => {
  const socket = await engineSocket()
  const hash = hashTexts(
    buildHash(settings.root, builds.generate),
    buildHash(settings.root, builds.server),
    process.version,
  )
  await progress.step('guard', () => startGuard(settings, folder, socket))
  await progress.step('server', () => startServer(settings, folder, socket, hash))
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
  return { ...settings, port: folder.lastStart()?.port ?? (await freePort(settings.host)) }
}

/**
 * Brings a dojo up from whatever state the machine is in, and prints where it is. A running one is left alone
 * unless its files or settings changed. Throws with a sentence at the first step that cannot be done.
 */
export const up = async (
  wanted: Settings,
  progress = new Progress(),
  options: { isQuiet?: boolean } = {},
): Promise<Settings> => {
  const folder = new DataFolder(wanted.dataDir)
  folder.create()
  return withLock(folder, async () => {
    const settings = await withPort(wanted, folder)
    await prepare(settings, folder, progress)
    await start(settings, folder, progress)
    const { instructorKey } = folder.secrets()
    if (!options.isQuiet)
      await printWelcome(settings, instructorKey, await readJoinCode(addressOf(settings), instructorKey))
    return settings
  })
}
