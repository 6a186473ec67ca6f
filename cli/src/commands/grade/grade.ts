import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { withServer, type ServerFlags } from '../../client/choose-server.ts'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { findLab } from '../../grading/find-lab.ts'
import { gradeSubmission } from '../../grading/grade-submission.ts'
import { imageDigests } from '../../grading/image-digests.ts'
import { packFiles, readSubmission, type SubmissionFile } from '../../grading/pack-submission.ts'
import { checkAnswers, readAnswers } from '../../grading/read-answers.ts'
import type { GradeRecord } from '../../report/grade-record.ts'
import { textReport } from '../../report/text.ts'
import { writeBundles } from '../../report/write-bundles.ts'
import { reportFormats, writeReports, type ReportFormat } from '../../report/write-reports.ts'

export interface GradeFlags extends ServerFlags {
  readonly submission: string
  readonly script: string
  readonly seed?: string
  readonly repeat: string
  readonly format?: string
  readonly output?: string
  readonly warm?: boolean
}

const version = '0.1.0'
const note = (text: string): void => console.error(`  ${text}`)

/** The evidence is no view of the record: it is kept as the server signed it. */
const bundleName = 'bundle'

const readFormats = (text: string | undefined): (ReportFormat | typeof bundleName)[] => {
  const names = (text ?? 'json').split(',').map((name) => name.trim())
  const unknown = names.find((name) => name !== bundleName && !Object.hasOwn(reportFormats, name))
  if (unknown !== undefined)
    throw new InvalidInputError(
      `There is no format "${unknown}"; there are ${[...Object.keys(reportFormats), bundleName].join(', ')}.`,
    )
  return names as (ReportFormat | typeof bundleName)[]
}

/** Where reports go: into a folder, or a single one to standard output, for a pipe. */
type Destination = { readonly folder: string } | { readonly format: ReportFormat } | undefined

/** Before anything is graded: a grade that cannot be written down would be lost. */
const readDestination = (
  { format, output }: Pick<GradeFlags, 'format' | 'output'>,
  formats: readonly (ReportFormat | typeof bundleName)[],
): Destination => {
  if (output !== undefined) return { folder: makeOutput(output) }
  if (format === undefined) return undefined
  const [first] = formats
  if (formats.length !== 1 || first === undefined || first === bundleName)
    throw new InvalidInputError(
      `--format ${format} needs a folder to write to: add -o FOLDER. Without one a single format is printed, and no evidence bundle.`,
    )
  return { format: first }
}

const readRepeat = (text: string): number => {
  const repeat = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (repeat < 1) throw new InvalidInputError(`--repeat is "${text}", but it is a number from 1 to 999.`)
  return repeat
}

const makeOutput = (folder: string): string => {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
    const probe = join(path, `.dojo-${process.pid}`)
    writeFileSync(probe, 'a report will be written here')
    rmSync(probe)
  } catch (error) {
    throw new InvalidInputError(`-o ${folder} cannot be made or written to: ${(error as Error).message}`)
  }
  const inTheWay = Object.values(reportFormats).find(({ file }) => isFolder(join(path, file)))
  if (inTheWay) throw new InvalidInputError(`-o ${folder} has a folder named ${inTheWay.file}: remove it.`)
  return path
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const codeOf = (record: GradeRecord, isInterrupted: boolean): ExitCode => {
  if (isInterrupted) return exitCodes.interrupted
  if (record.verdict === 'passed') return exitCodes.passed
  return record.verdict === 'failed' ? exitCodes.failed : exitCodes.infrastructure
}

/** A report that goes to standard output has it for itself; what people read goes to standard error then. */
const publish = (
  record: GradeRecord,
  bundles: ReadonlyMap<string, string>,
  formats: readonly (ReportFormat | typeof bundleName)[],
  destination: Destination,
): void => {
  if (destination !== undefined && 'format' in destination) {
    process.stderr.write(textReport(record))
    process.stdout.write(reportFormats[destination.format].write(record) ?? '')
    return
  }
  process.stdout.write(textReport(record))
  if (destination === undefined) return
  const reports = formats.filter((format) => format !== bundleName)
  const { folder } = destination
  for (const path of [...writeReports(record, reports, folder), ...writeBundles(bundles, folder)])
    note(`wrote ${path}`)
}

const defaultScript = 'solve.sh'

const scriptOf = (files: readonly SubmissionFile[], name: string): string | null => {
  const file = files.find(({ path }) => path === name)
  if (!file && name !== defaultScript)
    throw new InvalidInputError(
      `The submission has no "${name}": --script is a path inside it, such as ${defaultScript}.`,
    )
  if (file && !file.executable)
    throw new InvalidInputError(`${name} of the submission is not executable: chmod +x ${name}.`)
  return file ? name : null
}

/** An unset variable of a script is an empty path, and that would be the folder it stands in. */
const refuseEmpty = (values: Readonly<Record<string, string | undefined>>): void => {
  for (const [flag, value] of Object.entries(values))
    if (value?.trim() === '') throw new InvalidInputError(`${flag} is empty.`)
}

/** `dojo grade`: grades a submission and writes the reports. Gives the exit code. */
export const grade = async (labName: string, flags: GradeFlags, signal: AbortSignal): Promise<ExitCode> => {
  const { submission, seed: wantedSeed, output, server: origin } = flags
  refuseEmpty({
    ...{ 'The name of the lab': labName, '--submission': submission, '--seed': wantedSeed },
    ...{ '--output': output, '--server': origin },
  })
  const formats = readFormats(flags.format)
  const repeat = readRepeat(flags.repeat)
  const seed = flags.seed ?? String(Date.now())
  if (seed.length > 58) throw new InvalidInputError('--seed has at most 58 characters.')
  const found = findLab(labName)
  const files = readSubmission(resolve(flags.submission))
  const answers = readAnswers(files)
  const script = scriptOf(files, flags.script)
  checkAnswers(answers, found.lab.file)
  if (script === null && Object.keys(answers).length === 0) {
    console.error(`✗ Nothing to grade: ${flags.submission} has neither ${flags.script} nor answers.json.`)
    return exitCodes.nothingRun
  }
  const destination = readDestination(flags, formats)
  const play = { tar: await packFiles(files), script, answers }
  const images = await imageDigests(found.lab.file.spec.images)
  const bundles = new Map<string, string>()
  const wantsBundle = destination !== undefined && formats.includes(bundleName)
  const own = { labs: [found.folder], hasPool: flags.warm === true, signal }
  const record = await withServer(flags, own, (server) =>
    gradeSubmission(server, found, play, {
      ...{
        seed,
        repeat,
        cold: flags.warm !== true,
        submission: flags.submission,
        version,
        images,
        signal,
        note,
        onBundle: wantsBundle ? (id, text) => bundles.set(id, text) : undefined,
      },
    }),
  )
  publish(record, bundles, formats, destination)
  return codeOf(record, signal.aborted)
}
