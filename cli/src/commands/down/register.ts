import type { Command } from 'commander'
import { guarded, withInstance } from '../../launcher/options.ts'
import { readSettings, type Flags } from '../../launcher/settings.ts'
import type { DownOptions } from './down.ts'

const purgeHelp = `
--purge also removes the images, which all dojos of this machine share: a dojo of another folder or clone that is stopped
builds them again at its next start, in a minute or two. While another dojo runs, engine, Swarm and images stay.`

export const register = (program: Command): void => {
  withInstance(program.command('down'))
    .description('stop the dojo and end its sandboxes; what learners did is kept')
    .option('--purge', 'remove every trace: data, images, and the engine and Swarm if the dojo set them up')
    .option('--keep-images', 'with --purge: leave the images, for a quicker start next time')
    .addHelpText('after', purgeHelp)
    .action(
      guarded(async (flags: Flags & DownOptions) => {
        const { down } = await import('./down.ts')
        await down(readSettings(flags), flags)
      }),
    )
}
