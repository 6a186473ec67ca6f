import { resolve } from 'node:path'
import { DataFolder } from '../launcher/data-folder.ts'
import { SettingError, type Settings } from '../launcher/settings.ts'
import { EngineUsers } from './engine-users.ts'

const instanceOf = (folder: string): string | undefined => {
  try {
    return new DataFolder(folder).lastStart()?.instance
  } catch {
    // Another user's: nobody but them can tell.
    return undefined
  }
}

/**
 * Throws SettingError while another data folder's dojo of the same instance runs on this machine: all that is in the
 * engine is known by the name of its instance, and each of the two would remove the sandboxes of the other.
 */
export const refuseSharedInstance = (
  { instance, dataDir }: Pick<Settings, 'instance' | 'dataDir'>,
  users = new EngineUsers(),
): void => {
  const folders = new Set(users.others(dataDir).map(({ folder }) => folder))
  const twin = [...folders].find(
    (folder) => resolve(folder) !== resolve(dataDir) && instanceOf(folder) === instance,
  )
  if (twin !== undefined)
    throw new SettingError(
      `The instance "${instance}" is used by the dojo of ${twin}, which runs. Name that folder (--data ${twin}) to work with it, or another instance (--instance) for a second dojo.`,
    )
}
