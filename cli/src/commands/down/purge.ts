import { rmSync } from 'node:fs'
import { output, run } from '../../../../tools/command.ts'
import { baseImage } from '../../../../tools/images/base-image.ts'
import { removeUntagged } from '../../../../tools/images/build-images.ts'
import { namespace } from '../../../../tools/images/catalogue.ts'
import { otherInstances } from '../../engine/remove-objects.ts'
import { swarmInfo } from '../../engine/swarm.ts'
import type { DataFolder, Made } from '../../launcher/data-folder.ts'
import type { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { endProcess, isAlive } from '../../parts/process-record.ts'

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

const leaveSwarm = async (made: Made): Promise<string> => {
  if (made.swarmNode === undefined) return 'was there before the dojo: stays'
  if ((await swarmInfo()).NodeID !== made.swarmNode) return 'is another one by now: stays'
  const services = await output('docker', ['service', 'ls', '--quiet'])
  if (services !== '') return 'runs services that are not the dojo’s: stays'
  await output('docker', ['swarm', 'leave', '--force'])
  return 'left'
}

const stopEngine = async (made: Made): Promise<string> => {
  if (!made.engine || !isAlive(made.engine)) return 'was not started by the dojo: stays'
  const others = await output('docker', ['ps', '--quiet'])
  if (others !== '') return 'runs containers that are not the dojo’s: stays'
  await endProcess(made.engine, 30_000)
  return 'stopped'
}

/** Removes what `down` leaves: images, Swarm and engine as far as the dojo set them up and nothing else uses them, data. */
export const purge = async (
  settings: Settings,
  folder: DataFolder,
  progress: Progress,
  options: { readonly keepImages?: boolean; readonly isEngineThere: boolean },
): Promise<void> => {
  const made = folder.made()
  if (options.isEngineThere) {
    const others = await otherInstances(settings.instance)
    await progress.step('images', async () => {
      if (options.keepImages) return 'kept'
      return others.length > 0 ? `used by ${others.join(', ')}: stay` : removeImages(made)
    })
    if (others.length === 0) {
      await progress.step('swarm', () => leaveSwarm(made))
      await progress.step('engine', () => stopEngine(made))
    }
  }
  await progress.step('data', async () => {
    rmSync(folder.path, { recursive: true, force: true })
    return `${folder.path} removed`
  })
}
