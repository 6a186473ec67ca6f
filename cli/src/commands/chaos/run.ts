import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeError, Interrupts, journalText, type Outcome } from '@noops-dojo/chaos-toolkit'
import { chaosExit, type ChaosExit } from '../../chaos/exit-codes.ts'
import type { RunChaosFlags } from '../../chaos/flags.ts'
import { withPlace } from '../../chaos/place.ts'
import { playInSandbox } from '../../chaos/play-in-sandbox.ts'
import { notUnderstoodText, readSource } from '../../chaos/read-source.ts'
import { withSignals } from '../../chaos/signals.ts'
import { terminalNotes as notes } from '../../chaos/terminal-notes.ts'
import { sentenceOf } from '../../grading/run-command.ts'
import { readFaults } from '../fault/list.ts'

const keep = ({ journal, failure, exitCode }: Outcome, path: string): ChaosExit => {
  if (failure !== null) notes.error(failure)
  if (journal) {
    writeFileSync(resolve(path), journalText(journal))
    notes.info(`Journal saved in ${path}`)
    const verdict = journal.extensions?.[0]?.verdict as { sentence?: { en: string } } | null | undefined
    if (verdict?.sentence) notes.info(`The dojo’s own verdict: ${verdict.sentence.en}`)
  }
  return exitCode
}

/** A Chaos Mesh file of which nothing can be done is no experiment; otherwise what is left out is told, twice. */
const tellImport = ({ isMesh, notUnderstood, source }: Awaited<ReturnType<typeof readSource>>): boolean => {
  if (!isMesh) return true
  if (notUnderstood.length > 0) console.error(notUnderstoodText(notUnderstood))
  const { method } = source.value as { method: unknown[] }
  if (method.length === 0) notes.error('Nothing of this Chaos Mesh file has a fault in this dojo.')
  return method.length > 0
}

/** `dojo chaos run`: plays an experiment in a sandbox and writes its journal. Gives the exit code. */
export const runChaos = async (file: string, flags: RunChaosFlags): Promise<ChaosExit> => {
  const interrupts = new Interrupts()
  try {
    const read = await readSource(file, readFaults())
    if (!tellImport(read)) return chaosExit.failed
    return await withSignals(interrupts, (abort, playing) =>
      withPlace(flags, abort, async (place) => {
        playing(true)
        try {
          const { source } = read
          return keep(await playInSandbox({ source, flags, place, notes, interrupts }), flags.journalPath)
        } finally {
          playing(false)
          if (read.notUnderstood.length > 0) console.error(notUnderstoodText(read.notUnderstood))
        }
      }),
    )
  } catch (error) {
    notes.error(error instanceof TypeError ? sentenceOf(error) : describeError(error))
    if (process.env.DOJO_DEBUG && error instanceof Error) console.error(error.stack)
    return chaosExit.failed
  }
}
