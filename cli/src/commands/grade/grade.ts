import { resolve } from 'node:path'
import { duration, durationMs } from '@noops-dojo/contracts'
import { withServer, type ServerFlags } from '../../client/choose-server.ts'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { findLab, type FoundLab } from '../../grading/find-lab.ts'
import { gradeSubmission } from '../../grading/grade-submission.ts'
import { imageDigests } from '../../grading/sandbox/image-digests.ts'
import { packFiles, readSubmission, type SubmissionFile } from '../../grading/submission/pack-submission.ts'
import { checkAnswers, readAnswers } from '../../grading/submission/read-answers.ts'
import type { GradeRecord } from '../../report/grade-record.ts'
import { bundleName, publish, readDestination, readFormats } from './destination.ts'

export interface GradeFlags extends ServerFlags {
  readonly submission: string
  readonly script: string
  readonly seed?: string
  readonly repeat: string
  /** Of one run: 10m. */
  readonly timeout?: string
  readonly format?: string
  readonly output?: string
  readonly warm?: boolean
}

const version = '0.1.0'
const note = (text: string): void => console.error(`  ${text}`)

const readRepeat = (text: string): number => {
  const repeat = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (repeat < 1) throw new InvalidInputError(`--repeat is "${text}", but it is a number from 1 to 999.`)
  return repeat
}

/** A grade that could not be written down is none, whatever it is. */
const codeOf = (record: GradeRecord, isInterrupted: boolean, isWritten: boolean): ExitCode => {
  if (isInterrupted) return exitCodes.interrupted
  if (!isWritten) return exitCodes.infrastructure
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

/** An unset variable of a script is an empty path, and that would be the folder it stands in. */
const refuseEmpty = (values: Readonly<Record<string, string | undefined>>): void => {
  for (const [flag, value] of Object.entries(values))
    if (value?.trim() === '') throw new InvalidInputError(`${flag} is empty.`)
}

/** A run that takes longer than a day is none. */
const longestTimeoutMs = 86_400_000

const readTimeout = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const ms = duration.safeParse(text).success ? durationMs(text) : 0
  if (ms < 1_000 || ms > longestTimeoutMs)
    throw new InvalidInputError(
      `--timeout is "${text}", but it is a duration with its unit from 1s to 24h, such as 10m.`,
    )
  return ms
}

/** Reads the flags that stand for themselves. Throws InvalidInputError. */
const readFlags = (labName: string, flags: GradeFlags) => {
  const { submission, seed: wantedSeed, output, server: origin } = flags
  refuseEmpty({
    ...{ 'The name of the lab': labName, '--submission': submission, '--seed': wantedSeed },
    ...{ '--output': output, '--server': origin },
  })
  const seed = wantedSeed ?? String(Date.now())
  if (seed.length > 58) throw new InvalidInputError('--seed has at most 58 characters.')
  const formats = readFormats(flags.format)
  return { seed, formats, repeat: readRepeat(flags.repeat), timeoutMs: readTimeout(flags.timeout) }
}

/** Reads what is graded; undefined when there is nothing. Throws InvalidInputError. */
const readPlay = async ({ lab }: FoundLab, { submission, script: wanted }: GradeFlags) => {
  const files = readSubmission(resolve(submission))
  const answers = readAnswers(files)
  const script = scriptOf(files, wanted)
  checkAnswers(answers, lab.file)
  if (script === null && Object.keys(answers).length === 0) return undefined
  return { tar: await packFiles(files), script, answers }
}

/** `dojo grade`: grades a submission and writes the reports. Gives the exit code. */
export const grade = async (labName: string, flags: GradeFlags, signal: AbortSignal): Promise<ExitCode> => {
  const { formats, ...settings } = readFlags(labName, flags)
  const found = findLab(labName)
  const play = await readPlay(found, flags)
  if (!play) {
    console.error(`✗ Nothing to grade: ${flags.submission} has neither ${flags.script} nor answers.json.`)
    return exitCodes.nothingRun
  }
  const destination = readDestination(flags, formats)
  const images = await imageDigests(found.lab.file.spec.images)
  const bundles = new Map<string, string>()
  const wantsBundle = destination !== undefined && formats.includes(bundleName)
  const onBundle = wantsBundle ? (id: string, text: string) => bundles.set(id, text) : undefined
  const cold = flags.warm !== true
  const { submission } = flags
  const options = { ...settings, cold, submission, version, images, signal, note, onBundle }
  const own = { labs: [found.folder], hasPool: !cold, signal }
  const record = await withServer(flags, own, (server) => gradeSubmission(server, found, play, options))
  const isWritten = publish(record, bundles, formats, destination)
  return codeOf(record, signal.aborted, isWritten)
}
