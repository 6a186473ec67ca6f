import { problemLine, refuseTwins, type LabProblem } from '@noops-dojo/lab-source'
import colors from 'picocolors'
import { withServer, type ServerFlags } from '../../client/choose-server.ts'
import type { GradingServer } from '../../client/grading-server.ts'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { findLab, type FoundLab } from '../../grading/find-lab.ts'
import type { CaseResult } from '../../grading/proof/judge-case.ts'
import { casesOf, LabProof } from '../../grading/proof/lab-proof.ts'

export interface TestFlags extends ServerFlags {
  readonly seeds: string
  readonly seed: string
  readonly only?: string
  readonly warm?: boolean
  readonly cold?: boolean
  readonly format: string
}

const marks: Record<CaseResult['outcome'], string> = {
  passed: colors.green('✓'),
  failed: colors.red('✗'),
  inconclusive: colors.yellow('?'),
  error: colors.yellow('!'),
}

const line = ({ outcome, labId, name, seed, start, durationMs, problems }: CaseResult): string =>
  [
    `${marks[outcome]} ${labId} · ${name} · ${start === 'warm' ? 'warm' : `seed ${seed}, cold`} · ${(durationMs / 1000).toFixed(1)} s`,
    ...problems.map((problem) => `    ${outcome}: ${problem}`),
  ].join('\n')

const readSeeds = ({ seeds, seed }: TestFlags): string[] => {
  const count = /^\d{1,3}$/.test(seeds) ? Number(seeds) : 0
  if (count < 1) throw new InvalidInputError(`--seeds is "${seeds}", but it is a number from 1 to 999.`)
  return Array.from({ length: count }, (_, index) => (index === 0 ? seed : `${seed}.${index + 1}`))
}

/** Gives the exit code of a list of cases: what failed weighs most, then what nobody could tell. */
export const codeOf = (results: readonly Pick<CaseResult, 'outcome'>[]): ExitCode => {
  if (results.length === 0) return exitCodes.nothingRun
  if (results.some(({ outcome }) => outcome === 'failed')) return exitCodes.failed
  return results.every(({ outcome }) => outcome === 'passed') ? exitCodes.passed : exitCodes.infrastructure
}

const tryAll = async (
  server: GradingServer,
  labs: readonly FoundLab[],
  flags: TestFlags,
  signal: AbortSignal,
): Promise<CaseResult[]> => {
  const results: CaseResult[] = []
  const report = (result: CaseResult): void => {
    results.push(result)
    if (flags.format === 'text') console.log(line(result))
  }
  const note = (text: string): void => console.error(`  ${colors.dim(text)}`)
  const options = { seeds: readSeeds(flags), cold: flags.warm !== true, only: flags.only, signal, note }
  for (const lab of labs) await new LabProof(server, lab, options, report).run()
  return results
}

/** One dojo has to know all of them. */
const checkTwins = (labs: readonly FoundLab[]): void => {
  const broken = refuseTwins(labs).flatMap(({ folder, problems, lab }) => (lab ? [] : [{ folder, problems }]))
  if (broken.length > 0)
    throw new InvalidInputError(
      broken.map(({ folder, problems }) => problemLine(problems[0] as LabProblem, `${folder}/`)).join('\n'),
    )
}

const checkOnly = (labs: readonly FoundLab[], only: string | undefined): void => {
  const cases = [...new Set(labs.flatMap(casesOf))]
  if (only === undefined || cases.includes(only)) return
  throw new InvalidInputError(
    `--only is "${only}", but there is no such case; there are ${cases.join(', ')}.`,
  )
}

/** `dojo lab test`: proves labs both ways. Gives the exit code. */
export const testLabs = async (
  names: readonly string[],
  flags: TestFlags,
  signal: AbortSignal,
): Promise<ExitCode> => {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new InvalidInputError(`There is no format "${flags.format}"; there are text and json.`)
  if (flags.cold === true && flags.warm === true)
    throw new InvalidInputError('--cold and --warm exclude each other: run the command twice for both.')
  readSeeds(flags)
  const labs = names.map(findLab)
  checkTwins(labs)
  checkOnly(labs, flags.only)
  const poolless = labs.find(({ lab }) => lab.file.spec.warm.pool === 0)
  if (flags.warm === true && poolless)
    throw new InvalidInputError(
      `${poolless.labId} has no warm pool (spec.warm.pool); test it without --warm.`,
    )
  const own = { labs: labs.map(({ folder }) => folder), hasPool: flags.warm === true, signal }
  const results = await withServer(flags, own, (server) => tryAll(server, labs, flags, signal))
  if (flags.format === 'json') console.log(JSON.stringify({ cases: results }, null, 2))
  return codeOf(results)
}
