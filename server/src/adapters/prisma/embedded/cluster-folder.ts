import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries, RunAs } from './binaries.ts'

const own = async (path: string, user: RunAs): Promise<void> => {
  if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid)
}

/** Lets the database's user (and nobody else) walk through the data folder, which belongs to root. */
const openTheWay = async (dataDir: string, user: RunAs): Promise<void> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  if (user.gid === undefined) return
  await chown(dataDir, 0, user.gid)
  await chmod(dataDir, 0o710)
}

const dropHalfMade = async (dataDir: string): Promise<void> => {
  const names = await readdir(dataDir)
  const halfMade = names.filter((name) => name.startsWith('db.new'))
  await Promise.all(halfMade.map((name) => rm(join(dataDir, name), { recursive: true, force: true })))
}

const initialise = async (folder: string, password: string, binaries: Binaries, user: RunAs) => {
  await mkdir(folder, { mode: 0o700 })
  await own(folder, user)
  const passwordFile = `${folder}.password`
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  await own(passwordFile, user)
  const options = ['--auth=scram-sha-256', '--username=dojo', '--encoding=UTF8', '--locale=C']
  try {
    await promisify(execFile)(
      binaries.initdb,
      [`--pgdata=${folder}`, `--pwfile=${passwordFile}`, ...options],
      user,
    )
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new Error(
      `PostgreSQL could not make its folder ${folder}: ${(stderr ?? String(error)).trim()} ` +
        'Choose another data folder with DOJO_DATA (as root: one that the user postgres can reach), or set DATABASE_URL.',
      { cause: error },
    )
  } finally {
    await unlink(passwordFile)
  }
}

/**
 * Gives the folder of the cluster, `dataDir`/db, making it when it is not there. It is made aside and renamed, so that
 * a crash in between leaves nothing that looks finished.
 */
export const prepareCluster = async (
  dataDir: string,
  password: string,
  binaries: Binaries,
  user: RunAs,
): Promise<string> => {
  await openTheWay(dataDir, user)
  const folder = join(dataDir, 'db')
  const isThere = await stat(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (isThere) return folder
  await dropHalfMade(dataDir)
  const aside = join(dataDir, `db.new-${process.pid}`)
  await initialise(aside, password, binaries, user)
  await rename(aside, folder)
  return folder
}
