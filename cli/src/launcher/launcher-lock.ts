import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolder } from '../files/make-folder.ts'
import { isAlive, ownIdentity, type ProcessIdentity } from '../parts/process-record.ts'

const readHolder = (file: string): ProcessIdentity | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}

/** Gives who holds a lock now; undefined when nobody does, or a process that died. */
export const holderOf = (file: string): ProcessIdentity | undefined => {
  const holder = readHolder(file)
  return holder && isAlive(holder) ? holder : undefined
}

const beside = (file: string): string => `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`

/** Gives false when there is a file already. */
const link = (from: string, file: string): boolean => {
  try {
    linkSync(from, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** Written aside and linked: nobody ever reads half a lock. Gives false when there is one. */
const claim = (file: string): boolean => {
  makeFolder(dirname(file))
  const aside = beside(file)
  const text = JSON.stringify(ownIdentity())
  writeFileSync(aside, text, { mode: 0o644, flag: 'wx' })
  try {
    return link(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Removes the lock of a process that died, and never the one that somebody took in the meantime. */
const clear = (file: string): void => {
  const aside = beside(file)
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (holderOf(aside)) link(aside, file)
  rmSync(aside, { force: true })
}

/** Gives undefined when the lock was taken, else who has it. */
const take = (file: string): ProcessIdentity | undefined => {
  for (;;) {
    if (claim(file)) return undefined
    const holder = holderOf(file)
    if (holder) return holder
    // Its launcher died: a lock nobody holds.
    clear(file)
  }
}

export interface LockOptions {
  /** How long another's lock is waited for, ms; default: not at all. */
  readonly waitMs?: number
  /** Ends the wait, with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Called once when there is somebody to wait for. */
  readonly onWait?: (pid: number) => void
}

/**
 * Runs an action while no other launcher holds the same lock file. Throws when one does for longer than `waitMs`; the
 * lock of one that died is taken over.
 */
export const withLock = async <T>(
  file: string,
  action: () => Promise<T>,
  { waitMs = 0, signal, onWait }: LockOptions = {},
): Promise<T> => {
  const until = Date.now() + waitMs
  let isTold = false
  for (let holder = take(file); holder; holder = take(file)) {
    if (Date.now() >= until)
      throw new Error(
        `Another "dojo" works on ${dirname(file)} (process ${holder.pid}). Wait for it, then try again.`,
      )
    if (!isTold) onWait?.(holder.pid)
    isTold = true
    await sleep(200, undefined, { signal })
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}
