import { rmSync } from 'node:fs'
import { output, run } from '../../../../tools/command.ts'
import { baseImage } from '../../../../tools/images/base-image.ts'
import { removeUntagged } from '../../../../tools/images/build-images.ts'
import { namespace } from '../../../../tools/images/catalogue.ts'
import { EngineUsers } from '../../engine/engine-users.ts'
import { leaveEngine } from '../../engine/leave-engine.ts'
import { otherInstances } from '../../engine/remove-objects.ts'
import { leaveSwarm, stopEngine } from '../../engine/take-down.ts'
import type { DataFolder, Made } from '../../launcher/data-folder.ts'
import type { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'

const removeImages = async (made: Made): Promise<string> => {
  const own = await output('docker', [
    ...['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'],
    ...['--filter', `reference=${namespace}/*`],
  ])
  await removeUntagged()
  const names = own.split('\n').filter((name) => name !== '' && !name.includes('<none>'))
  if (made.baseImage) names.push(baseImage)
  if (names.length === 0) return 'none left'
  // Not forced: an image that something else of the user's runs on stays, and is told.
  const result = await run('docker', ['image', 'rm', ...names])
  return result.code === 0 ? `${names.length} removed` : `some are in use: ${result.stderr.trim()}`
}

export interface PurgeOptions {
  readonly keepImages?: boolean
  readonly isEngineThere: boolean
  readonly users?: EngineUsers
}

/** Removes what `down` leaves: images, Swarm and engine as far as the dojo set them up and nothing else uses them, data. */
export const purge = async (
  settings: Settings,
  folder: DataFolder,
  progress: Progress,
  { keepImages, isEngineThere, users = new EngineUsers() }: PurgeOptions,
): Promise<void> => {
  await leaveEngine(users, folder, {
    instances: () => (isEngineThere ? otherInstances(settings.instance) : Promise.resolve([])),
    stay: async (others) => progress.note(`Engine, Swarm and images stay: used by ${others.join(', ')}.`),
    takeDown: async (made) => {
      if (isEngineThere) {
        await progress.step('images', async () => (keepImages ? 'kept' : removeImages(made)))
        await progress.step('swarm', () => leaveSwarm(made))
      }
      await progress.step('engine', () => stopEngine(made, isEngineThere))
    },
  })
  await progress.step('data', async () => {
    rmSync(folder.path, { recursive: true, force: true })
    return `${folder.path} removed`
  })
}
