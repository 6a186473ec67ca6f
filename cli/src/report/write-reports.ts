import { join } from 'node:path'
import { fileReason } from '../files/file-reason.ts'
import { makeFolder } from '../files/make-folder.ts'
import { writeWhole } from '../files/write-whole.ts'
import { ctrfReport } from './ctrf.ts'
import { githubReport } from './github.ts'
import type { GradeRecord } from './grade-record.ts'
import { gradescopeReport } from './gradescope.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'

/** Format → file name and writer. A writer that gives undefined has nothing to say, and its file is not written. */
export const reportFormats = {
  json: { file: 'grade.json', write: jsonReport },
  junit: { file: 'junit.xml', write: junitReport },
  ctrf: { file: 'ctrf.json', write: ctrfReport },
  github: { file: 'github.txt', write: githubReport },
  gradescope: { file: 'results.json', write: gradescopeReport },
} as const satisfies Record<string, { file: string; write: (record: GradeRecord) => string | undefined }>

export type ReportFormat = keyof typeof reportFormats

/** What was asked to be written: each file whole, or not at all. */
export interface Written {
  readonly paths: readonly string[]
  /** One sentence for each file that could not be written. */
  readonly failures: readonly string[]
}

/** A file of the results; undefined text: it has nothing to say. */
export interface ResultFile {
  readonly name: string
  readonly text: () => string | undefined
}

/** Gives the file of each format, by its name. */
export const reportFiles = (record: GradeRecord, formats: readonly ReportFormat[]): ResultFile[] =>
  formats.map((format) => ({
    name: reportFormats[format].file,
    text: () => reportFormats[format].write(record),
  }))

/** Gives the file of the signed evidence of each run's sandbox, byte for byte as the server gave it. */
export const bundleFiles = (bundles: ReadonlyMap<string, string>): ResultFile[] =>
  [...bundles].map(([sandboxId, text]) => ({ name: `${sandboxId}.evidence.ndjson`, text: () => text }))

/**
 * Writes the files into `folder`, which is made. One that cannot be written costs no other: it is named in `failures`, and
 * nothing of it is left.
 */
export const writeResults = (files: readonly ResultFile[], folder: string): Written => {
  const paths: string[] = []
  const failures: string[] = []
  for (const { name, text } of files) {
    const path = join(folder, name)
    try {
      makeFolder(folder)
      const written = text()
      if (written === undefined) continue
      writeWhole(path, written)
      paths.push(path)
    } catch (error) {
      failures.push(`${path} could not be written: ${fileReason(error)}.`)
    }
  }
  return { paths, failures }
}
