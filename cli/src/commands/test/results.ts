/** What a stage brought. `problems` are its failures in words, for the summary. */
export interface StageResult {
  readonly stage: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly problems: readonly string[]
}

/** The part of vitest's JSON report (Jest's format) that counts. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

const isReport = (value: unknown): value is VitestReport =>
  typeof value === 'object' && value !== null && 'numPassedTests' in value && 'testResults' in value

const parse = (text: string | undefined): VitestReport | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isReport(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Files that failed before a test of theirs ran: vitest counts no failed test for them. */
const brokenFiles = (report: VitestReport): string[] =>
  report.testResults
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    )
    .map(({ name, message }) => `${name}: ${(message ?? 'failed outside of its tests').split('\n')[0]}`)

/**
 * Reads a stage's result from vitest's JSON report and its exit code. Nothing that went wrong counts as passed: a
 * missing or broken report is one failure, a file that did not load is one, and an exit code other than 0 without
 * any failed test is one. No test at all is a failure too: a stage that tests nothing tells nothing.
 */
export const readVitestReport = (
  stage: string,
  text: string | undefined,
  exitCode: number | null,
): StageResult => {
  const report = parse(text)
  if (!report)
    return {
      ...{ stage, passed: 0, failed: 1, skipped: 0 },
      problems: [`${stage} ended without results (exit code ${exitCode ?? 'none'})`],
    }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const problems = [
    ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ...brokenFiles(report),
  ]
  if (problems.length === 0 && exitCode !== 0)
    problems.push(`${stage} ended with exit code ${exitCode ?? 'none'} although no test failed`)
  if (problems.length === 0 && report.numPassedTests === 0) problems.push(`${stage} ran no test`)
  return {
    stage,
    passed: report.numPassedTests,
    failed: problems.length,
    skipped: report.numPendingTests + report.numTodoTests,
    problems,
  }
}

/** Gives the sum of some results; problems carry their stage's name. */
export const sumOf = (results: readonly StageResult[]): Omit<StageResult, 'stage'> => ({
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
  skipped: results.reduce((sum, { skipped }) => sum + skipped, 0),
  problems: results.flatMap(({ stage, problems }) => problems.map((problem) => `${stage}: ${problem}`)),
})

/** The closing line that CI reads. */
export const closingLine = ({ passed, failed, skipped }: Omit<StageResult, 'stage'>): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
