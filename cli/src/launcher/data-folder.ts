import { randomBytes, randomInt } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileReason } from '../files/file-reason.ts'
import { makeFolder } from '../files/make-folder.ts'
import { writeWhole } from '../files/write-whole.ts'
import { SettingError } from './settings.ts'

export interface Secrets {
  readonly instructorKey: string
  readonly graderToken: string
  readonly sessionSecret: string
  readonly gatewayToken: string
}

/** What this dojo brought to the machine, so that `down --purge` takes away that and no more. */
export interface Made {
  /** Engine that the launcher started, by process. */
  readonly engine?: { readonly pid: number; readonly startedAt: string }
  readonly swarmNode?: string
  readonly baseImage?: boolean
}

/** What `status` and `down` have to know of the last start. */
export interface LastStart {
  readonly instance: string
  readonly host: string
  readonly port: number
  readonly hasTls: boolean
  readonly startedAt: string
}

/** A start that came to nothing. */
export interface FailedStart {
  readonly failedAt: string
  /** One sentence. */
  readonly reason: string
  /** The log of the part that failed, else the folder of all logs. */
  readonly log: string
}

const readJson = <T>(file: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read: ${(error as Error).message}. Repair it or move it away.`, {
      cause: error,
    })
  }
}

const writeJson = (file: string, value: unknown): void =>
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, 0o600)

/** No look-alikes: the key is read from a screen and typed. */
const typeable = 'abcdefghjkmnpqrstuvwxyz23456789'
const newKey = () =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => typeable[randomInt(typeable.length)]).join(''),
  ).join('-')

/** The files of one dojo. The folder is 0700: it holds the keys and the sockets of every sandbox. */
export class DataFolder {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }

  get exists(): boolean {
    return existsSync(this.path)
  }

  /**
   * Throws SettingError where a start would mix with what is not this dojo's, and a purge would remove it: a folder
   * with other files in it, or one of another instance.
   */
  checkBelongsTo(instance: string): void {
    const names = this.exists ? this.#usable(() => readdirSync(this.path)) : []
    const isDojos = names.includes('secrets.json') || (names.includes('pids') && names.includes('guard'))
    if (names.length > 0 && !isDojos)
      throw new SettingError(
        `The data folder ${this.path} holds other files (${names.slice(0, 3).join(', ')}). A dojo needs a folder of its own: name a new or an empty one (--data or DOJO_DATA).`,
      )
    const owner = this.lastStart()?.instance
    if (owner !== undefined && owner !== instance)
      throw new SettingError(
        `The data folder ${this.path} belongs to the instance "${owner}", not to "${instance}". Say --instance ${owner}, or name another folder (--data or DOJO_DATA).`,
      )
  }

  /** Gives what the file system gives, or throws a SettingError that says why the folder is of no use. */
  #usable<T>(look: () => T): T {
    try {
      return look()
    } catch (error) {
      throw new SettingError(
        `The data folder ${this.path} cannot be used: ${fileReason(error)}. Name another one (--data or DOJO_DATA).`,
      )
    }
  }

  /** Makes the folder and those in it. Throws SettingError where that cannot be done. */
  create(): void {
    this.#usable(() => {
      for (const name of ['', 'logs', 'pids', 'guard', 'run']) makeFolder(join(this.path, name), 0o700)
      // Mounted into the gateway, which runs as another user: what closes it to people is the folder above.
      makeFolder(join(this.path, 'gateway'), 0o755)
      // The server lets the database's user (a group of its own) pass through: that stays, others never may.
      chmodSync(this.path, statSync(this.path).mode & 0o710)
    })
  }

  file(...names: string[]): string {
    return join(this.path, ...names)
  }

  /** Gives the secrets, made at the first call; the server makes the same file when it is started by itself. */
  secrets(): Secrets {
    const file = this.file('secrets.json')
    const known = readJson<Secrets>(file)
    if (known) return this.#withGatewayToken(known)
    const token = () => randomBytes(32).toString('base64url')
    writeJson(file, {
      instructorKey: newKey(),
      graderToken: token(),
      sessionSecret: token(),
      gatewayToken: token(),
    } satisfies Secrets)
    return this.#withGatewayToken(readJson<Secrets>(file) as Secrets)
  }

  /** The gateway reads its token from a file: an environment is shown by "docker inspect". */
  #withGatewayToken(secrets: Secrets): Secrets {
    const file = this.file('gateway', 'token')
    if (!existsSync(file)) writeFileSync(file, `${secrets.gatewayToken}\n`, { mode: 0o644 })
    return secrets
  }

  knownSecrets(): Secrets | undefined {
    return readJson<Secrets>(this.file('secrets.json'))
  }

  made(): Made {
    return readJson<Made>(this.file('made.json')) ?? {}
  }

  addMade(part: Made): void {
    writeJson(this.file('made.json'), { ...this.made(), ...part })
  }

  lastStart(): LastStart | undefined {
    return readJson<LastStart>(this.file('status.json'))
  }

  writeLastStart(value: LastStart): void {
    writeJson(this.file('status.json'), value)
  }

  /** The start that failed last, and that none succeeded since. */
  failedStart(): FailedStart | undefined {
    return readJson<FailedStart>(this.file('failed-start.json'))
  }

  writeFailedStart(value: FailedStart): void {
    writeJson(this.file('failed-start.json'), value)
  }

  forgetFailedStart(): void {
    rmSync(this.file('failed-start.json'), { force: true })
  }
}
