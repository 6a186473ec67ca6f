import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, startOf } from '../parts/process-record.ts'

interface Holder {
  readonly pid: number
  readonly startedAt: string
}

const readHolder = (file: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Written aside and linked: nobody ever reads half a lock. Gives false when there is one. */
const claim = (file: string): boolean => {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(aside, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), { mode: 0o600 })
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Gives undefined when the lock was taken, else who has it. */
const take = (file: string): Holder | undefined => {
  for (;;) {
    if (claim(file)) return undefined
    const holder = readHolder(file)
    if (holder && isAlive(holder)) return holder
    // Its launcher died: a lock nobody holds.
    rmSync(file, { force: true })
  }
}

/**
 * Runs an action while no other launcher holds the same lock file. Throws when one does for longer than `waitMs`
 * (default: at once); the lock of one that died is taken over.
 */
export const withLock = async <T>(
  file: string,
  action: () => Promise<T>,
  { waitMs = 0 }: { readonly waitMs?: number } = {},
): Promise<T> => {
  mkdirSync(dirname(file), { recursive: true })
  const until = Date.now() + waitMs
  for (let holder = take(file); holder; holder = take(file)) {
    if (Date.now() >= until)
      throw new Error(
        `Another "dojo" works on ${dirname(file)} (process ${holder.pid}). Wait for it, then try again.`,
      )
    await sleep(200)
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}
