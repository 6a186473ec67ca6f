import { DojoError, type ErrorCode } from '@noops-dojo/contracts'
import { ServerChoiceError } from '../client/choose-server.ts'
import { SettingError } from '../launcher/settings.ts'
import { exitCodes, InvalidInputError, type ExitCode } from './exit-codes.ts'

const invalid = new Set<ErrorCode>([
  'LAB_INVALID',
  'LAB_NOT_FOUND',
  'SUBMISSION_INVALID',
  'FAULT_INVALID',
  // A wrong token.
  'UNAUTHENTICATED',
])

/** Whether an error is about what was given: a lab, a submission, a flag; never the platform's fault. */
export const isAboutInput = (error: unknown): boolean =>
  error instanceof InvalidInputError ||
  error instanceof ServerChoiceError ||
  error instanceof SettingError ||
  (error instanceof DojoError && invalid.has(error.code))

const codeOf = (error: unknown, signal: AbortSignal): ExitCode => {
  if (signal.aborted) return exitCodes.interrupted
  return isAboutInput(error) ? exitCodes.invalid : exitCodes.infrastructure
}

/** What an error says to a person: an unreachable server is named as such, and a lab that it does not know explained. */
export const sentenceOf = (error: unknown): string => {
  if (error instanceof DojoError && error.code === 'LAB_NOT_FOUND')
    return `${error.message} A dojo reads its labs when it starts: after a lab was added or changed, run "dojo up" again, or leave out --server.`
  if (error instanceof TypeError && error.message === 'fetch failed')
    return `The dojo does not answer${error.cause instanceof Error ? ` (${error.cause.message})` : ''}.`
  return error instanceof Error ? error.message : String(error)
}

const sameWishMs = 500

/** Ctrl-C, a cancelled job, a terminal that was closed. */
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command that gives its exit code. The first SIGINT, SIGTERM or SIGHUP aborts it, so that it takes down what it has
 * put up, and it then ends with 2; the second one ends at once. Errors become a sentence on stderr.
 */
export const runCommand = async (work: (signal: AbortSignal) => Promise<ExitCode>): Promise<void> => {
  const controller = new AbortController()
  let firstAt = 0
  const onSignal = (signal: NodeJS.Signals): void => {
    // timeout(1) signals the process and its group: the same wish twice, within milliseconds.
    if (controller.signal.aborted && performance.now() - firstAt < sameWishMs) return
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    firstAt = performance.now()
    console.error(`\n${signal}: taking down what was put up; once more ends at once.`)
    controller.abort(new Error('interrupted'))
  }
  for (const name of interruptions) process.on(name, onSignal)
  try {
    process.exitCode = await work(controller.signal)
  } catch (error) {
    process.exitCode = codeOf(error, controller.signal)
    if (!controller.signal.aborted) console.error(`\n✗ ${sentenceOf(error)}`)
    if (process.env.DOJO_DEBUG && error instanceof Error) console.error(error.stack)
  } finally {
    for (const name of interruptions) process.off(name, onSignal)
  }
}
