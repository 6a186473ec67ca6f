import { join } from 'node:path'
import { existsSync, readFileSync } from 'node:fs'
import { Progress } from '../launcher/progress.ts'
import type { GradingServer, ServerAddress } from './grading-server.ts'
import { httpGradingServer } from './http-grading-server.ts'
import { startOwnServer } from './own-server.ts'

export interface ServerFlags {
  /** Origin of a running dojo; without it an own one is started. */
  readonly server?: string
  readonly token?: string
}

/** A running dojo that cannot be used; the message says what to do. */
export class ServerChoiceError extends Error {}

const tokenFrom = (flags: ServerFlags, env: NodeJS.ProcessEnv): string => {
  if (flags.token) return flags.token
  if (env.DOJO_GRADER_TOKEN) return env.DOJO_GRADER_TOKEN
  const file = env.DOJO_DATA === undefined ? undefined : join(env.DOJO_DATA, 'secrets.json')
  if (file !== undefined && existsSync(file)) {
    const { graderToken } = JSON.parse(readFileSync(file, 'utf8')) as { graderToken?: string }
    if (graderToken) return graderToken
  }
  throw new ServerChoiceError(
    'A grader’s token is needed for --server: give --token, set DOJO_GRADER_TOKEN, or point DOJO_DATA to the folder with its secrets.json.',
  )
}

interface OwnOptions {
  readonly labs: readonly string[]
  readonly hasPool: boolean
  readonly signal: AbortSignal
}

/**
 * Runs `work` with the dojo that the flags name, or with an own one that knows `labs` and is gone afterwards. The
 * own one is ended before an abort is passed on.
 */
export const withServerAddress = async <T>(
  flags: ServerFlags,
  options: OwnOptions,
  work: (address: ServerAddress) => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> => {
  if (flags.server !== undefined) {
    if (!/^https?:\/\/./.test(flags.server) || !URL.canParse(flags.server))
      throw new ServerChoiceError(`"${flags.server}" is no address; write http://127.0.0.1:7420.`)
    const token = tokenFrom(flags, env).trim()
    // What no header can carry; the token itself is never printed.
    if (!/^[!-~]+$/.test(token))
      throw new ServerChoiceError('The grader’s token has characters that no token has: copy it once more.')
    return work({ origin: new URL(flags.server).origin, token })
  }
  const own = await startOwnServer({ ...options, progress: new Progress() })
  try {
    return await work(own.address)
  } finally {
    await own.stop()
  }
}

/** As `withServerAddress`, for those who grade. */
export const withServer = <T>(
  flags: ServerFlags,
  options: OwnOptions,
  work: (server: GradingServer) => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> =>
  withServerAddress(
    flags,
    options,
    ({ origin, token }) => work(httpGradingServer(origin, token, options.signal)),
    env,
  )
