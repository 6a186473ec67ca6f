import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileReason } from '../../files/file-reason.ts'
import { makeFolder } from '../../files/make-folder.ts'
import { InvalidInputError } from '../../grading/exit-codes.ts'
import type { GradeRecord } from '../../report/grade-record.ts'
import { textReport } from '../../report/text.ts'
import {
  bundleFiles,
  reportFiles,
  reportFormats,
  writeResults,
  type ReportFormat,
} from '../../report/write-reports.ts'

/** The evidence is no view of the record: it is kept as the server signed it. */
export const bundleName = 'bundle'

/** A name that --format may hold. */
export type Format = ReportFormat | typeof bundleName

/** Reads the list of --format. Throws InvalidInputError for a name that is none. */
export const readFormats = (text: string | undefined): Format[] => {
  const names = (text ?? 'json').split(',').map((name) => name.trim())
  const unknown = names.find((name) => name !== bundleName && !Object.hasOwn(reportFormats, name))
  if (unknown !== undefined)
    throw new InvalidInputError(
      `There is no format "${unknown}"; there are ${[...Object.keys(reportFormats), bundleName].join(', ')}.`,
    )
  return names as Format[]
}

/** Where reports go: into a folder, or a single one to standard output, for a pipe. */
export type Destination = { readonly folder: string } | { readonly format: ReportFormat } | undefined

/** Before anything is graded: a grade that cannot be written down would be lost. Throws InvalidInputError. */
export const readDestination = (
  { format, output }: { readonly format?: string; readonly output?: string },
  formats: readonly Format[],
): Destination => {
  if (output !== undefined) {
    const folder = makeOutput(output)
    refuseInTheWay(folder, output)
    return { folder }
  }
  if (format === undefined) return undefined
  const [first] = formats
  if (formats.length !== 1 || first === undefined || first === bundleName)
    throw new InvalidInputError(
      `--format ${format} needs a folder to write to: add -o FOLDER. Without one a single format is printed, and no evidence bundle.`,
    )
  return { format: first }
}

const makeOutput = (folder: string): string => {
  try {
    const path = makeFolder(folder)
    const probe = join(path, `.dojo-${process.pid}`)
    writeFileSync(probe, 'a report will be written here')
    rmSync(probe)
    return path
  } catch (error) {
    throw new InvalidInputError(`-o ${folder} cannot be made or written to: ${fileReason(error)}.`)
  }
}

const refuseInTheWay = (path: string, folder: string): void => {
  const inTheWay = Object.values(reportFormats).find(({ file }) => isFolder(join(path, file)))
  if (inTheWay) throw new InvalidInputError(`-o ${folder} has a folder named ${inTheWay.file}: remove it.`)
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * Prints the result and writes the files. A report that goes to standard output has it for itself; what people read goes
 * to standard error then. Gives whether every file was written; those that were not are named on standard error.
 */
export const publish = (
  record: GradeRecord,
  bundles: ReadonlyMap<string, string>,
  formats: readonly Format[],
  destination: Destination,
): boolean => {
  if (destination !== undefined && 'format' in destination) {
    process.stderr.write(textReport(record))
    process.stdout.write(reportFormats[destination.format].write(record) ?? '')
    return true
  }
  process.stdout.write(textReport(record))
  if (destination === undefined) return true
  const reports = formats.filter((format) => format !== bundleName)
  const files = [...reportFiles(record, reports), ...bundleFiles(bundles)]
  const { paths, failures } = writeResults(files, destination.folder)
  for (const path of paths) console.error(`  wrote ${path}`)
  for (const failure of failures) console.error(`✗ ${failure}`)
  return failures.length === 0
}
