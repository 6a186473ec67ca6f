import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Made } from '../launcher/data-folder.ts'
import { holderOf, withLock, type LockOptions } from '../launcher/launcher-lock.ts'
import { isAlive, ownIdentity, type ProcessIdentity } from '../parts/process-record.ts'

/** Of the machine, not of a dojo: each of several dojos has to see the others. Emptied when the machine starts. */
const placeOnMachine = '/run/noops-dojo'

/** One process that uses the engine, and the data folder of the dojo that it belongs to. */
export interface EngineUse extends ProcessIdentity {
  readonly folder: string
}

const readJson = <T>(file: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** A folder that is made, used and removed by several at once may be gone between two steps: once more, then. */
const write = (file: string, value: unknown, prepare: () => void): void => {
  const draft = `${file}.${process.pid}.new`
  for (let tries = 1; ; tries += 1) {
    try {
      prepare()
      rmSync(draft, { force: true })
      writeFileSync(draft, JSON.stringify(value), { mode: 0o644, flag: 'wx' })
      return renameSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 5) throw error
    }
  }
}

/**
 * Who uses the engine of this machine, so that only the last one takes it down. Each process says so in a file of its
 * own; that of one that died counts as none. What a dojo set up and has to leave behind for others is handed over to
 * them. A user who is not root can neither start nor stop an engine: they say that they use it, and no more.
 */
export class EngineUsers {
  readonly #place: string
  constructor(place = placeOnMachine) {
    this.#place = place
  }

  get #mayTakeDown(): boolean {
    return this.#place !== placeOnMachine || process.getuid?.() === 0
  }

  get #usersFolder(): string {
    return join(this.#place, 'users')
  }

  get #lockFile(): string {
    return join(this.#place, 'engine.lock')
  }

  get #leftFile(): string {
    return join(this.#place, 'left.json')
  }

  #fileOf(folder: string, pid: number): string {
    return join(this.#usersFolder, `${pid}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  }

  /** As /tmp: everybody may say that they use the engine, nobody may say it of another. */
  #prepare(): void {
    mkdirSync(this.#usersFolder, { recursive: true })
    if (process.getuid?.() === 0) chmodSync(this.#usersFolder, 0o1777)
  }

  /**
   * Says that a process (default: this one) uses the engine for the dojo of a data folder, until it ends or leaves.
   * Waits for one who starts or stops the engine just now.
   */
  async enter(folder: string, user: ProcessIdentity = ownIdentity(), signal?: AbortSignal): Promise<void> {
    const use: EngineUse = { folder, pid: user.pid, startedAt: user.startedAt }
    try {
      write(this.#fileOf(folder, user.pid), use, () => this.#prepare())
    } catch (error) {
      // Not root, and no root's dojo was here: nobody would stop the engine.
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
    while (holderOf(this.#lockFile)) await sleep(200, undefined, { signal })
  }

  /** Takes back what `enter` said of this process. */
  leave(folder: string): void {
    rmSync(this.#fileOf(folder, process.pid), { force: true })
  }

  /** Gives the living users but this process for its own dojo, and forgets the dead ones. */
  others(folder: string): EngineUse[] {
    const own = this.#fileOf(folder, process.pid)
    return this.#names().flatMap((name) => {
      const file = join(this.#usersFolder, name)
      if (file === own) return []
      const use = readJson<EngineUse>(file)
      if (use && isAlive(use)) return [use]
      // Half-written ones are drafts, of a process that may be alive.
      if (use) this.#forget(file)
      return []
    })
  }

  #names(): string[] {
    try {
      return readdirSync(this.#usersFolder).filter((name) => !name.endsWith('.new'))
    } catch {
      return []
    }
  }

  #forget(file: string): void {
    try {
      rmSync(file, { force: true })
    } catch {
      // another user's: it counts as none, and its owner's next one takes its place
    }
  }

  /** Runs an action that starts or stops what all share while nobody else does. */
  async exclusively<T>(action: () => Promise<T>, options: LockOptions = {}): Promise<T> {
    if (!this.#mayTakeDown) return action()
    return withLock(this.#lockFile, action, { waitMs: 300_000, ...options })
  }

  /** What others left to the last one to take down. */
  left(): Made {
    return readJson<Made>(this.#leftFile) ?? {}
  }

  /** Leaves what a dojo made to those who still use it. Only within `exclusively`. */
  handOver(made: Made): void {
    if (Object.keys(made).length === 0 || !this.#mayTakeDown) return
    write(this.#leftFile, { ...this.left(), ...made }, () => this.#prepare())
  }

  /** Forgets what was left: it is taken down. Only within `exclusively`. */
  forgetLeft(): void {
    if (this.#mayTakeDown) rmSync(this.#leftFile, { force: true })
  }

  /** Removes the place itself when nobody is in it any more. */
  tidy(): void {
    for (const folder of [this.#usersFolder, this.#place])
      try {
        rmdirSync(folder)
      } catch {
        return
      }
  }
}
