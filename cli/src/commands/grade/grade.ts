import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { withServer, type ServerFlags } from '../../client/choose-server.ts'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { findLab } from '../../grading/find-lab.ts'
import { gradeSubmission } from '../../grading/grade-submission.ts'
import { imageDigests } from '../../grading/image-digests.ts'
import { packFiles, readSubmission, type SubmissionFile } from '../../grading/pack-submission.ts'
import { readAnswers } from '../../grading/read-answers.ts'
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

/** The evidence is no view of the record: it is kept as the server signed it. */
const bundleName = 'bundle'

const readFormats = (text: string | undefined): (ReportFormat | typeof bundleName)[] => {
  const names = (text ?? 'json').split(',').map((name) => name.trim())
  const unknown = names.find((name) => name !== bundleName && !(name in reportFormats))
  if (unknown !== undefined)
    throw new InvalidInputError(
      `There is no format "${unknown}"; there are ${[...Object.keys(reportFormats), bundleName].join(', ')}.`,
    )
  return names as (ReportFormat | typeof bundleName)[]
}

const readRepeat = (text: string): number => {
  const repeat = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (repeat < 1) throw new InvalidInputError(`--repeat is "${text}", but it is a number from 1 to 999.`)
  return repeat
}

/** Before anything is graded: a grade that cannot be written down would be lost. */
const makeOutput = (folder: string | undefined): string | undefined => {
  if (folder === undefined) return undefined
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new InvalidInputError(`-o ${folder} cannot be made: ${(error as Error).message}`)
  }
  return path
}

const codeOf = (record: GradeRecord, isInterrupted: boolean): ExitCode => {
  if (isInterrupted) return exitCodes.interrupted
  if (record.verdict === 'passed') return exitCodes.passed
  return record.verdict === 'failed' ? exitCodes.failed : exitCodes.infrastructure
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

/** `dojo grade`: grades a submission and writes the reports. Gives the exit code. */
export const grade = async (labName: string, flags: GradeFlags, signal: AbortSignal): Promise<ExitCode> => {
  const formats = readFormats(flags.format)
  const repeat = readRepeat(flags.repeat)
  const seed = flags.seed ?? String(Date.now())
  if (seed.length > 58) throw new InvalidInputError('--seed has at most 58 characters.')
  const found = findLab(labName)
  const files = readSubmission(resolve(flags.submission))
  const answers = readAnswers(files)
  const script = scriptOf(files, flags.script)
  if (script === null && Object.keys(answers).length === 0) {
    console.error(`✗ Nothing to grade: ${flags.submission} has neither ${flags.script} nor answers.json.`)
    return exitCodes.nothingRun
  }
  const output = makeOutput(flags.output)
  const play = { tar: await packFiles(files), script, answers }
  const images = await imageDigests(found.lab.file.spec.images)
  const note = (text: string): void => console.error(`  ${text}`)
  const bundles = new Map<string, string>()
  const wantsBundle = output !== undefined && formats.includes(bundleName)
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
  process.stdout.write(textReport(record))
  if (output !== undefined) {
    const reports = formats.filter((format) => format !== bundleName)
    for (const path of [...writeReports(record, reports, output), ...writeBundles(bundles, output)])
      note(`wrote ${path}`)
  }
  return codeOf(record, signal.aborted)
}
