import type { Command } from 'commander'
import { guarded } from '../../launcher/options.ts'

export const register = (program: Command): void => {
  const fault = program.command('fault').description('the faults of the dojo')
  fault
    .command('list')
    .description('every fault with its parameters, target and fidelity; no dojo has to run')
    .option('--json', 'for scripts: an array, parameters as JSON Schema')
    .option('--category <name>', 'only these: process, resource, network, dns, http, …')
    .action(
      guarded(async (flags: { json?: boolean; category?: string }) => {
        const { listFaults } = await import('./list.ts')
        listFaults(flags)
      }),
    )
}
