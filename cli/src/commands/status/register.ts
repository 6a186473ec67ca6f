import type { Command } from 'commander'
import { guarded, withInstance } from '../../launcher/options.ts'
import { readSettings, type Flags } from '../../launcher/settings.ts'

export const register = (program: Command): void => {
  withInstance(program.command('status'))
    .description('where the dojo is and whether its parts are well (exit code 1 when not)')
    .option('--json', 'for scripts')
    .action(
      guarded(async (flags: Flags & { json?: boolean }) => {
        const { printStatus } = await import('./status.ts')
        await printStatus(readSettings(flags), flags.json === true)
      }),
    )
}
