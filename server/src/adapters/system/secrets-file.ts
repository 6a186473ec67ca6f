import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The platform's own secrets; made once, kept in `$DOJO_DATA/secrets.json` with mode 0600. */
export class Secrets {
  readonly instructorKey!: string
  readonly graderToken!: string
  readonly sessionSecret!: string
  readonly gatewayToken!: string
  /** Password of the embedded PostgreSQL. */
  readonly databasePassword!: string

  constructor(values: Omit<Secrets, never>) {
    Object.assign(this, values)
    Object.freeze(this)
  }
}

const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
const missing = () => ({
  instructorKey: secret(18),
  graderToken: secret(24),
  sessionSecret: secret(32),
  gatewayToken: secret(24),
  databasePassword: secret(24),
})

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

const read = async (file: string): Promise<Partial<Secrets> | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as Partial<Secrets>)
}

const writeNew = async (file: string, values: object): Promise<void> => {
  // Written aside and linked: two processes that start at once agree on the first one's secrets, and a crash
  // never leaves half a file.
  const aside = `${file}.${process.pid}.${secret(6)}`
  await writeFile(aside, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(aside)
  }
}

/**
 * The gateway reads its token from a folder that is mounted into its container, where it runs as another user: only the
 * data folder around it (0700) keeps others out.
 */
const writeGatewayToken = async (dataDir: string, token: string): Promise<void> => {
  const folder = join(dataDir, 'gateway')
  await mkdir(folder, { recursive: true, mode: 0o755 })
  await chmod(folder, 0o755)
  const known = await readFile(join(folder, 'token'), 'utf8').catch(() => '')
  if (known.trim() !== token) await writeFile(join(folder, 'token'), `${token}\n`, { mode: 0o644 })
}

/** Reads the secrets of the data folder, making what is not there yet. */
export const openSecrets = async (dataDir: string): Promise<Secrets> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'secrets.json')
  const known = await read(file)
  const all = { ...missing(), ...known }
  if (known === undefined) await writeNew(file, all)
  else if (Object.keys(all).length > Object.keys(known).length)
    await writeFile(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
  const secrets = new Secrets({ ...all, ...(await read(file)) })
  await writeGatewayToken(dataDir, secrets.gatewayToken)
  return secrets
}
