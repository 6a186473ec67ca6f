import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from '../launcher/data-folder.ts'

/** A process, and no other that gets its number later. */
export interface ProcessIdentity {
  readonly pid: number
  /** Boot id and start tick: a number that another process got since is never taken for ours. */
  readonly startedAt: string
}

export interface ProcessRecord extends ProcessIdentity {
  /** Hash of what it was started from; another one asks for a restart. */
  readonly recipe: string
}

/** Gives when a process started (boot id and clock ticks since boot), or undefined when there is none or it is a zombie. */
export const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses: fields count from behind the last one (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}

/** Gives this process. */
export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  startedAt: startOf(process.pid) ?? '',
})

/** Whether the recorded process still runs. */
export const isAlive = (record: ProcessIdentity): boolean => startOf(record.pid) === record.startedAt

/** Ends a recorded process: SIGTERM, then SIGKILL after `graceMs`. Does nothing when its number is another's by now. */
export const endProcess = async (
  record: ProcessIdentity,
  graceMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> => {
  const until = Date.now() + graceMs
  const send = (what: NodeJS.Signals): void => {
    try {
      if (isAlive(record)) process.kill(record.pid, what)
    } catch (error) {
      // It ended between the look and the signal.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  send(signal)
  while (isAlive(record)) {
    if (Date.now() > until) send('SIGKILL')
    await sleep(50)
  }
}

/** One process of a dojo, known by its record in the data folder. */
export class ManagedProcess {
  readonly #folder: DataFolder
  readonly name: string
  constructor(folder: DataFolder, name: string) {
    this.#folder = folder
    this.name = name
  }

  get logFile(): string {
    return this.#folder.file('logs', `${this.name}.log`)
  }

  get #recordFile(): string {
    return this.#folder.file('pids', `${this.name}.json`)
  }

  /** Gives the record when the process runs; a stale one counts as none. */
  running(): ProcessRecord | undefined {
    if (!existsSync(this.#recordFile)) return undefined
    const record = JSON.parse(readFileSync(this.#recordFile, 'utf8')) as ProcessRecord
    return isAlive(record) ? record : undefined
  }

  /** Starts it detached, with its output appended to its log. Rejects when it cannot be started at all. */
  async start(
    command: string,
    args: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; recipe: string },
  ): Promise<ProcessRecord> {
    const log = openSync(this.logFile, 'a', 0o600)
    try {
      const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env,
        detached: true,
        stdio: ['ignore', log, log],
      })
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', reject)
      })
      child.unref()
      const pid = child.pid as number
      const record = { pid, startedAt: startOf(pid) ?? '', recipe: options.recipe }
      writeFileSync(this.#recordFile, JSON.stringify(record), { mode: 0o600 })
      return record
    } finally {
      closeSync(log)
    }
  }

  async stop(graceMs = 20_000): Promise<void> {
    const record = this.running()
    if (record) await endProcess(record, graceMs)
    rmSync(this.#recordFile, { force: true })
  }

  /** Gives the last lines of its log, for an error message. */
  logTail(lines = 15): string {
    if (!existsSync(this.logFile)) return '(no log)'
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }
}
