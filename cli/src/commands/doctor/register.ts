import type { Command } from 'commander'
import { guarded, withInstance } from '../../launcher/options.ts'
import { readSettings, type Flags } from '../../launcher/settings.ts'

export const register = (program: Command): void => {
  withInstance(program.command('doctor'))
    .description(
      'what is missing or below a security floor, and which isolation can be promised (exit code 1 when something is missing or below)',
    )
    .option('--json', 'for scripts')
    .action(
      guarded(async (flags: Flags & { json?: boolean }) => {
        const { doctor } = await import('./doctor.ts')
        await doctor(readSettings(flags), flags.json === true)
      }),
    )
}
