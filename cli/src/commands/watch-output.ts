import type { WriteStream } from 'node:tty'
import { fileReason } from '../files/file-reason.ts'
import { exitCodes } from '../grading/exit-codes.ts'

type Output = Pick<WriteStream, 'on' | 'isTTY'>

/** With the terminal or the pipe gone, what was put up has to be taken down all the same. */
const nobodyReads = (): void => {}

/**
 * Lets the program end well when its reader left (`| head`), and with 3 and a sentence when what it prints cannot be
 * written, as on a full disk: a report of which a part is missing must not look like one.
 */
export const watchOutput = (
  standardOutput: Output = process.stdout,
  standardError: Output = process.stderr,
): void => {
  let isTold = false
  standardError.on('error', nobodyReads)
  standardOutput.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || standardOutput.isTTY || isTold) return
    isTold = true
    console.error(`✗ Standard output cannot be written: ${fileReason(error)}.`)
    // The command sets its own code later.
    process.once('exit', () => (process.exitCode = exitCodes.infrastructure))
  })
}
