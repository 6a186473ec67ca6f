import type { Command } from 'commander'
import { guarded } from '../../launcher/options.ts'
import { readSettings } from '../../launcher/settings.ts'

export const register = (program: Command): void => {
  program
    .command('test')
    .argument('[stage...]', 'check, api, integration, faults, labs, e2e; all when none is given')
    .description('run the tests in an instance of their own and print "N passed, N failed"')
    .action(
      guarded(async (stages: string[]) => {
        const { test } = await import('./test.ts')
        // A data folder or name that the user set is for their own dojo, not for a test run.
        await test(readSettings({}, {}), stages)
      }),
    )
}
