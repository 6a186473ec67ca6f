import { homedir, userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** Where one dojo lives and listens. Paths are absolute. */
export interface Settings {
  readonly root: string
  readonly instance: string
  readonly dataDir: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly tls: { readonly cert: string; readonly key: string } | undefined
}

/** What the command line gave; commander's names. */
export interface Flags {
  readonly instance?: string
  readonly data?: string
  readonly host?: string
  readonly port?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
}

export const defaultPort = 7420
export const repositoryRoot = resolve(import.meta.dirname, '../../..')

/** A socket's path may have 107 bytes; below the data folder the longest is run/<sid>/learner/docker.sock. */
const longestDataDir = 107 - '/run/0123456789/learner/docker.sock'.length

/** A setting that cannot work; the message says what, where and what to do. */
export class SettingError extends Error {}

const defaultDataDir = (instance: string, home: string, uid: number): string => {
  const name = instance === 'dojo' ? 'noops-dojo' : `noops-dojo-${instance}`
  return uid === 0 ? join('/var/lib', name) : join(home, '.local/share', name)
}

const readInstance = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text
  throw new SettingError(
    `The instance is "${text}", but a name has 1 to 31 of a-z, 0-9 and -, and starts with a letter (--instance or DOJO_INSTANCE).`,
  )
}

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new SettingError(
    `The port is "${text}", but a port is a number from 0 (any free one) to 65535 (--port or DOJO_PORT).`,
  )
}

const readDataDir = (text: string): string => {
  if (!isAbsolute(text))
    throw new SettingError(
      `The data folder is "${text}", but it must be an absolute path: it is mounted into containers (--data or DOJO_DATA).`,
    )
  if (Buffer.byteLength(text) > longestDataDir)
    throw new SettingError(
      `The data folder's path is longer than ${longestDataDir} bytes: the sockets in it could not be opened. Choose a shorter one (--data or DOJO_DATA).`,
    )
  return resolve(text)
}

const readTls = (cert: string | undefined, key: string | undefined): Settings['tls'] => {
  if (cert === undefined && key === undefined) return undefined
  if (cert !== undefined && key !== undefined) return { cert: resolve(cert), key: resolve(key) }
  throw new SettingError('A certificate and its key belong together: give both --tls-cert and --tls-key.')
}

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** Reads the settings: flags win over the environment, the environment over defaults. Throws SettingError. */
export const readSettings = (
  flags: Flags,
  env: NodeJS.ProcessEnv = process.env,
  user: { home: string; uid: number } = { home: homedir(), uid: userInfo().uid },
): Settings => {
  const instance = readInstance(flags.instance ?? given(env.DOJO_INSTANCE) ?? 'dojo')
  return {
    root: repositoryRoot,
    instance,
    dataDir: readDataDir(flags.data ?? given(env.DOJO_DATA) ?? defaultDataDir(instance, user.home, user.uid)),
    host: flags.host ?? given(env.DOJO_HOST) ?? '127.0.0.1',
    port: readPort(flags.port ?? given(env.DOJO_PORT) ?? String(defaultPort)),
    tls: readTls(flags.tlsCert ?? given(env.DOJO_TLS_CERT), flags.tlsKey ?? given(env.DOJO_TLS_KEY)),
  }
}
