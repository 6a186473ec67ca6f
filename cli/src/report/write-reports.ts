import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Writes the record in every format into `folder`, which is made. Gives the paths. */
export const writeReports = (
  record: GradeRecord,
  formats: readonly ReportFormat[],
  folder: string,
): string[] => {
  mkdirSync(folder, { recursive: true })
  return formats.flatMap((format) => {
    const { file, write } = reportFormats[format]
    const text = write(record)
    if (text === undefined) return []
    writeFileSync(join(folder, file), text)
    return [join(folder, file)]
  })
}
