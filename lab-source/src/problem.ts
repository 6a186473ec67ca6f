/** How bad a problem is: an error makes the lab unusable, a warning only asks for attention. */
export type Severity = 'error' | 'warning'

/** A problem of a lab. `line` and `column` count from 1; 0 where there is no place. */
export interface LabProblem {
  /** Path relative to the lab folder. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Id of the rule that found it (see docs/lab-format.md). */
  readonly rule: string
  readonly message: string
  readonly severity: Severity
}

/** Gives a problem as compilers print it: `file:line:column: message [rule]`. `prefix` is put before the file. */
export const problemLine = (problem: Omit<LabProblem, 'severity'>, prefix = ''): string => {
  const place = problem.line > 0 ? `:${problem.line}:${problem.column}` : ''
  return `${prefix}${problem.file}${place}: ${problem.message} [${problem.rule}]`
}

const weight = (problem: LabProblem): number => (problem.severity === 'error' ? 0 : 1)

/** Gives the problems in reading order: errors first, then by file, line and column. */
export const inReadingOrder = (problems: readonly LabProblem[]): LabProblem[] =>
  [...problems].sort(
    (a, b) => weight(a) - weight(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  )
