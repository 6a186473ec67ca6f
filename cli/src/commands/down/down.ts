import { engineState } from '../../engine/engine.ts'
import { EngineUsers } from '../../engine/engine-users.ts'
import { removeObjects } from '../../engine/remove-objects.ts'
import { refuseSharedInstance } from '../../engine/shared-instance.ts'
import { DataFolder } from '../../launcher/data-folder.ts'
import { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { endDatabase } from '../../parts/database-process.ts'
import { ManagedProcess } from '../../parts/process-record.ts'
import { purge } from './purge.ts'

export interface DownOptions {
  readonly purge?: boolean
  readonly keepImages?: boolean
}

const stopped = async (part: ManagedProcess): Promise<string> => {
  const isRunning = part.running() !== undefined
  await part.stop()
  return isRunning ? 'stopped' : 'was not running'
}

/**
 * Stops a dojo: server, its database, guard, then every engine object of the instance. With `purge` also removes
 * the data folder, images, and the engine and Swarm where the dojo set them up. Each part is stopped although
 * another is away; throws at the end of a step that could not be done.
 */
export const down = async (
  settings: Settings,
  options: DownOptions = {},
  progress = new Progress(),
  users = new EngineUsers(),
): Promise<void> => {
  const folder = new DataFolder(settings.dataDir)
  folder.checkBelongsTo(settings.instance)
  refuseSharedInstance(settings, users)
  // Another's end must not stop the engine while objects are removed from it.
  await users.enter(settings.dataDir)
  // Without a folder there may still be objects in the engine: of a folder that was removed by hand.
  if (folder.exists) {
    await progress.step('server', () => stopped(new ManagedProcess(folder, 'server')))
    await progress.step('database', () => endDatabase(folder))
    await progress.step('guard', () => stopped(new ManagedProcess(folder, 'guard')))
    folder.forgetFailedStart()
  }
  const isEngineThere = (await engineState()).kind === 'running'
  if (isEngineThere)
    await progress.step('sandboxes', async () => {
      const count = await removeObjects(settings.instance)
      return count === 0 ? 'none left' : `${count} engine objects removed`
    })
  else progress.warn('The Docker engine does not answer: sandboxes that were in it could not be removed.')
  if (options.purge) await purge(settings, folder, progress, { ...options, isEngineThere, users })
  else if (folder.made().engine)
    progress.note('The Docker engine that the dojo started keeps running; "dojo down --purge" stops it too.')
  users.leave(settings.dataDir)
  users.tidy()
}
