import type { Command } from 'commander'
import { exitCodes } from '../../grading/exit-codes.ts'
import { runCommand } from '../../grading/run-command.ts'
import type { GradeFlags } from './grade.ts'
import { exitOnUsage } from '../exit-on-usage.ts'

const exitHelp = `
Exit codes: 0 passed, 1 failed, 2 interrupted, 3 the platform failed, the time of a run was over, a report
could not be written, or nobody could tell, 4 the lab, the submission or a flag cannot be used, 5 nothing to grade.

A submission is a folder with solve.sh, which is run as the learner, and answers.json
({"task": ["the choice in English"]}) for quizzes. No links, no devices.`

export const register = (program: Command): void => {
  program
    .command('grade')
    .argument('<lab>', 'lab folder, or <track>/<NN-slug> of this repository')
    .description('grade a submission without a browser')
    .requiredOption('--submission <folder>', 'folder with solve.sh and answers.json')
    .option('--script <name>', 'script of the submission to run', 'solve.sh')
    .option('--seed <text>', 'makes moments and parameters repeatable (default: the time)')
    .option('--repeat <n>', 'how often; gives a recovery rate with its exact interval', '1')
    .option(
      '--timeout <duration>',
      'how long each run may take, such as 10m (default: no limit); what was learned until then is in the reports',
    )
    .option(
      '--format <list>',
      'json, junit, ctrf, github, gradescope, bundle (signed evidence), by commas (default with -o: json)',
    )
    .option(
      '-o, --output <folder>',
      'where the reports are written; without it a single --format is printed to standard output',
    )
    .option('--warm', 'allow a warm sandbox; it has a seed of its own, so the run cannot be repeated exactly')
    .option('--server <address>', 'a running dojo (default: an own one is started and removed)')
    .option('--token <text>', 'its grader token (default: DOJO_GRADER_TOKEN, or $DOJO_DATA/secrets.json)')
    .addHelpText('after', exitHelp)
    .exitOverride(exitOnUsage(exitCodes.invalid))
    .action(async (lab: string, flags: GradeFlags) => {
      const { grade } = await import('./grade.ts')
      await runCommand((signal) => grade(lab, flags, signal))
    })
}
