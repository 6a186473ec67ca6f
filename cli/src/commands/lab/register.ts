import type { Command } from 'commander'
import { exitCodes } from '../../grading/exit-codes.ts'
import { runCommand } from '../../grading/run-command.ts'
import type { LintFlags } from './lint.ts'
import type { TestFlags } from './test.ts'
import { exitOnUsage } from '../exit-on-usage.ts'

const addNew = (lab: Command): void => {
  lab
    .command('new')
    .argument('<name>', '<track>/<slug>, such as self-healing/disk-full')
    .description('write a lab that does nothing yet and passes "dojo lab lint"')
    .option('--root <folder>', 'folder of the tracks (default: labs/ of this repository)')
    .action(async (name: string, flags: { root?: string }) => {
      const { createLab } = await import('./new.ts')
      await runCommand(async () => createLab(name, flags.root))
    })
}

const addLint = (lab: Command): void => {
  lab
    .command('lint')
    .argument('[folders...]', 'labs, tracks, or a folder of tracks (default: all labs)')
    .description('check the files of labs; every problem with its line and column')
    .option('--format <name>', 'text or json', 'text')
    .option('--strict', 'treat warnings as errors')
    .action(async (folders: string[], flags: LintFlags) => {
      const { lint } = await import('./lint.ts')
      await runCommand(async () => lint(folders, flags))
    })
}

const addTest = (lab: Command): void => {
  lab
    .command('test')
    .argument('<labs...>', 'lab folders, or <track>/<NN-slug>')
    .description('prove a lab: fresh it fails, the solution meets all, wrong solutions do not')
    .option('--seeds <n>', 'with how many seeds', '1')
    .option('--seed <text>', 'the first seed', 'test')
    .option('--only <case>', 'solution, or a wrong solution such as wrong/static-page.sh')
    .option('--cold', 'fresh sandboxes (default)')
    .option('--warm', 'sandboxes of the warm pool')
    .option('--format <name>', 'text or json', 'text')
    .option('--server <address>', 'a running dojo (default: an own one is started and removed)')
    .option('--token <text>', 'its grader token (default: DOJO_GRADER_TOKEN, or $DOJO_DATA/secrets.json)')
    .action(async (labs: string[], flags: TestFlags) => {
      const { testLabs } = await import('./test.ts')
      await runCommand((signal) => testLabs(labs, flags, signal))
    })
}

export const register = (program: Command): void => {
  const lab = program
    .command('lab')
    .description('write, check and prove labs')
    .exitOverride(exitOnUsage(exitCodes.invalid))
  addNew(lab)
  addLint(lab)
  addTest(lab)
}
