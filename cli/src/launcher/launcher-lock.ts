import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { DataFolder } from './data-folder.ts'
import { isAlive, startOf } from '../parts/process-record.ts'

/**
 * Runs an action while no other launcher works on the same data folder. Throws when one does; the lock of one that
 * died is taken over.
 */
export const withLock = async <T>(folder: DataFolder, action: () => Promise<T>): Promise<T> => {
  const file = folder.file('launcher.lock')
  const own = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) })
  const take = () => writeFileSync(file, own, { flag: 'wx', mode: 0o600 })
  try {
    take()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = JSON.parse(readFileSync(file, 'utf8') || '{}') as { pid: number; startedAt: string }
    if (isAlive(holder))
      throw new Error(
        `Another "dojo" works on ${folder.path} (process ${holder.pid}). Wait for it, then try again.`,
        {
          cause: error,
        },
      )
    rmSync(file, { force: true })
    take()
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}
