import type { Command } from 'commander'
import { exitCodes } from '../../grading/exit-codes.ts'
import type { VerifyFlags } from './verify.ts'
import { exitOnUsage } from '../exit-on-usage.ts'

const exitHelp = `
Exit codes: 0 genuine, 1 changed (the sentence says what), 4 not an evidence bundle, or it cannot be read.

Works offline, with nothing but the file. A bundle comes from "dojo grade -o FOLDER --format bundle", or from the page.`

export const register = (program: Command): void => {
  program
    .command('verify')
    .argument('<bundle>', 'evidence bundle (*.evidence.ndjson), or - for standard input')
    .description('check that evidence is as its dojo gave it out')
    .option(
      '--key <fingerprint or PEM>',
      'the key it must be signed with: as "dojo status" shows it, or evidenceKey of grade.json',
    )
    .option('--json', 'for scripts')
    .addHelpText('after', exitHelp)
    .exitOverride(exitOnUsage(exitCodes.invalid))
    .action(async (bundle: string, flags: VerifyFlags) => {
      const { verify } = await import('./verify.ts')
      process.exitCode = verify(bundle, flags)
    })
}
