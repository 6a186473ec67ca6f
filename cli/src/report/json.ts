import type { GradeRecord } from './grade-record.ts'

/** The whole record: seeds, verdicts with their evidence, image digests, the event log of every run. */
export const jsonReport = (record: GradeRecord): string =>
  `${JSON.stringify({ format: 'noops-dojo/grade/v1', ...record }, null, 2)}\n`
