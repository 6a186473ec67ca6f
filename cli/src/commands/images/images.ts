import { images } from '../../../../tools/images/catalogue.ts'
import { DataFolder } from '../../launcher/data-folder.ts'
import { Progress } from '../../launcher/progress.ts'
import { readSettings } from '../../launcher/settings.ts'
import { prepare } from '../up/prepare.ts'

/** Builds the images, for the hosted shape too if wanted; sets up the engine first where there is none. */
export const makeImages = async (isHosted: boolean): Promise<void> => {
  const settings = readSettings({})
  const folder = new DataFolder(settings.dataDir)
  folder.create()
  await prepare(settings, folder, new Progress(), {
    images: images.filter((image) => isHosted || !image.isHosted),
  })
}
