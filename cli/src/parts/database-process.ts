import { existsSync, readFileSync } from 'node:fs'
import type { DataFolder } from '../launcher/data-folder.ts'
import { endProcess, startOf } from './process-record.ts'

/**
 * Ends the embedded PostgreSQL of a server that was killed before it could. SIGINT is PostgreSQL's fast shutdown:
 * sessions are ended, nothing is lost. Gives a sentence.
 */
export const endDatabase = async (folder: DataFolder): Promise<string> => {
  const file = folder.file('db', 'postmaster.pid')
  if (!existsSync(file)) return 'was not running'
  const [pid, dataDir] = readFileSync(file, 'utf8').split('\n')
  const startedAt = startOf(Number(pid))
  // After a power cut the number may be another's: PostgreSQL's command line names its folder.
  if (startedAt === undefined || dataDir === undefined) return 'was not running'
  const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  if (!commandLine.includes(dataDir)) return 'was not running'
  await endProcess({ pid: Number(pid), startedAt }, 20_000, 'SIGINT')
  return 'stopped'
}
