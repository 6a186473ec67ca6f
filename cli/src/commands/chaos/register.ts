import { dryModes, rollbackStrategies } from '@noops-dojo/chaos-toolkit'
import { Option, type Command } from 'commander'
import { chaosExit } from '../../chaos/exit-codes.ts'
import { collectFile, collectVariable, readFrequency, type RunChaosFlags } from '../../chaos/flags.ts'
import { exitOnUsage } from '../exit-on-usage.ts'

const exitHelp = `
Exit codes, as the real chaos: 0 completed and not deviated, 1 everything else, 2 a bad option.
Signals: SIGINT and SIGTERM interrupt, SIGUSR1 interrupts and keeps the rollbacks of --rollback-strategy always,
SIGUSR2 never rolls back. Faults that are left are lifted in any case.`

/** `skip` is for an experiment’s runtime only; `continously` is how it was spelled once. */
const onCommandLine = [
  ...[
    'default',
    'before-method-only',
    'after-method-only',
    'during-method-only',
    'continuously',
    'continously',
  ],
]

const addRun = (chaos: Command): void => {
  chaos
    .command('run')
    .argument('<source>', 'experiment: a .json or .yaml file, an address, or a Chaos Mesh file')
    .description('play a Chaos Toolkit experiment in a sandbox and write its journal')
    .option('--lab <id or folder>', 'lab whose sandbox it runs in (default: an empty one)')
    .option('--sandbox <id>', 'an existing sandbox of --server')
    .option('--seed <text>', 'seed of the sandbox')
    .option('--journal-path <file>', 'where the journal is written', './journal.json')
    .addOption(new Option('--dry <what>', 'leave out what is named').choices(dryModes))
    .option('--no-verify-tls', 'accepted; the certificate of a source is verified all the same')
    .option('--no-validation', 'do not validate before running')
    .addOption(new Option('--rollback-strategy <name>', 'when to roll back').choices(rollbackStrategies))
    .addOption(new Option('--hypothesis-strategy <name>', 'when to look').choices(onCommandLine))
    .option('--hypothesis-frequency <seconds>', 'pause between looks during the method', readFrequency, 1)
    .option('--fail-fast', 'the first bad look during the method ends it')
    .option('--var <key[:type]=value>', 'configuration value; may be repeated', collectVariable, [])
    .option('--var-file <file>', '.json, .yaml or .env; may be repeated', collectFile, [])
    .option('--control-file <file>', 'controls of the whole run; may be repeated', collectFile, [])
    .option('--strict-ctk', 'bug for bug: crashes without a journal where chaoslib does, no extension')
    .option('--server <address>', 'a running dojo (default: an own one is started and removed)')
    .option('--token <text>', 'its grader token (default: DOJO_GRADER_TOKEN, or $DOJO_DATA/secrets.json)')
    .addHelpText('after', exitHelp)
    .action(async (source: string, flags: RunChaosFlags) => {
      const { runChaos } = await import('./run.ts')
      process.exitCode = await runChaos(source, flags)
    })
}

const addValidate = (chaos: Command): void => {
  chaos
    .command('validate')
    .argument('<source>', 'experiment, or a Chaos Mesh file')
    .description('check an experiment as chaoslib does; nothing runs')
    .action(async (source: string) => {
      const { validateChaos } = await import('./validate.ts')
      process.exitCode = await validateChaos(source)
    })
}

const addDiscover = (chaos: Command): void => {
  chaos
    .command('discover')
    .argument('[package]', 'noops, chaosswarm, chaostoxi, chaosprometheus, … (default: all)')
    .description('write what experiments can use here, in Chaos Toolkit’s format')
    .option('--discovery-path <file>', 'where it is written', './discovery.json')
    .option('--no-system-info', 'accepted, there is none')
    .option('--no-install', 'accepted, nothing is installed')
    .action(async (name: string | undefined, flags: { discoveryPath: string }) => {
      const { discoverChaos } = await import('./discover.ts')
      process.exitCode = discoverChaos(name, flags.discoveryPath)
    })
}

export const register = (program: Command): void => {
  const chaos = program
    .command('chaos')
    .description('run Chaos Toolkit experiments and Chaos Mesh files in a sandbox')
    .exitOverride(exitOnUsage(chaosExit.badOption))
  addRun(chaos)
  addValidate(chaos)
  addDiscover(chaos)
}
