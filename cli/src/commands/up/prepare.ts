import { ensureBaseImage } from '../../../../tools/images/base-image.ts'
import { buildImages } from '../../../../tools/images/build-images.ts'
import { images, type ImageDefinition } from '../../../../tools/images/catalogue.ts'
import { ensureEngine } from '../../engine/engine.ts'
import { ensureSwarm } from '../../engine/swarm.ts'
import type { DataFolder } from '../../launcher/data-folder.ts'
import { withLock } from '../../launcher/launcher-lock.ts'
import type { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { buildLock, builds, ensureBuilt } from '../../parts/builds.ts'

/** Makes sure of the engine, its Swarm and the image that all others stand on. */
const makeEngine = async (folder: DataFolder, progress: Progress): Promise<void> => {
  await progress.step('engine', () => ensureEngine(folder, { onLine: progress.line }))
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
}

const makeAll = async (
  settings: Settings,
  folder: DataFolder,
  progress: Progress,
  wanted: readonly ImageDefinition[],
): Promise<void> => {
  await makeEngine(folder, progress)
  for (const name of ['generate', 'server', 'web'] as const)
    await progress.step(`build ${name === 'generate' ? 'database' : name}`, () =>
      ensureBuilt(settings.root, builds[name], progress.line),
    )
  // After the builds: images of the hosted shape are made from them.
  await progress.step('build images', async () => {
    const { built, unchanged } = await buildImages(settings.root, wanted, progress.line)
    return built.length === 0 ? `${unchanged.length} unchanged` : `${built.length} built`
  })
}

/** Makes what the parts are started from: engine, images, builds. What is there already costs next to nothing. */
export const prepare = async (
  settings: Settings,
  folder: DataFolder,
  progress: Progress,
  wanted: { readonly images: readonly ImageDefinition[] } = {
    images: images.filter(({ isHosted }) => !isHosted),
  },
): Promise<void> => {
  // Two launchers of one folder would build over each other's results.
  await withLock(buildLock(settings.root), () => makeAll(settings, folder, progress, wanted.images), {
    waitMs: 900_000,
    onWait: (pid) => progress.note(`Process ${pid} prepares the same files: waiting for it.`),
  })
}
