import type { Command } from 'commander'
import { guarded, withAddress, withInstance } from '../../launcher/options.ts'
import { readSettings, type Flags } from '../../launcher/settings.ts'

export const register = (program: Command): void => {
  withAddress(withInstance(program.command('up')))
    .description('set up what is missing, start the dojo, print address and keys')
    .action(
      guarded(async (flags: Flags) => {
        const { up } = await import('./up.ts')
        await up(readSettings(flags))
      }),
    )
}
