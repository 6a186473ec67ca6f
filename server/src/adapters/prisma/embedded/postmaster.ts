import { readFile, readlink, realpath, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A running postmaster of one cluster folder. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** True while the process exists (a zombie of ours counts until it is reaped). */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A postmaster works in its cluster folder; a process that merely got the same id later does not. */
const worksIn = async (pid: number, folder: string): Promise<boolean> => {
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  // Systems without /proc: trust the id file, as PostgreSQL itself does.
  if (cwd === undefined) return process.platform !== 'linux'
  return cwd === (await realpath(folder))
}

/**
 * Finds the postmaster that a server before us left running on `folder` (postmaster.pid: line 1 process id, line 4
 * port; see PostgreSQL's miscadmin.h). A file that names a process which is not ours is removed, because PostgreSQL
 * would refuse to start; one that names a dead process is left to PostgreSQL, which also checks its shared memory.
 */
export const findPostmaster = async (folder: string): Promise<Postmaster | undefined> => {
  const file = join(folder, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  if (!isAlive(pid)) return undefined
  if (await worksIn(pid, folder)) return { pid, port: Number.isInteger(port) ? port : 0 }
  await unlink(file)
  return undefined
}

const isGoneWithin = async (pid: number, ms: number): Promise<boolean> => {
  const end = Date.now() + ms
  while (Date.now() < end) {
    if (!isAlive(pid)) return true
    await delay(25)
  }
  return !isAlive(pid)
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It went by itself.
  }
}

/** Stops a postmaster: fast shutdown (SIGINT), then immediate (SIGQUIT, recovered from the log at the next start). */
export const stopPostmaster = async (pid: number): Promise<void> => {
  signal(pid, 'SIGINT')
  if (await isGoneWithin(pid, 15_000)) return
  signal(pid, 'SIGQUIT')
  if (await isGoneWithin(pid, 5_000)) return
  signal(pid, 'SIGKILL')
  await isGoneWithin(pid, 5_000)
}
