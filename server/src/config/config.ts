import { join } from 'node:path'
import { environmentSchema, projectRoot, type Environment } from './environment.ts'

/** What the server was told at start; frozen. Paths are absolute, durations carry their unit. */
export class Config {
  readonly dataDir!: string
  readonly instance!: string
  readonly host!: string
  readonly port!: number
  /** Origins that may call besides the server's own. */
  readonly extraOrigins!: readonly string[]
  /** Peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: a proxy that ends TLS. Empty: nobody’s. */
  readonly trustedProxies!: readonly string[]
  /** Undefined: the server runs its own PostgreSQL in `dataDir`/db. */
  readonly databaseUrl!: string | undefined
  readonly tls!: { readonly certFile: string; readonly keyFile: string } | undefined
  readonly dockerSocket!: string
  readonly labsDir!: string
  readonly webDir!: string
  readonly migrationsDir!: string
  readonly schemaFile!: string
  readonly maxSandboxes!: number
  readonly provisionConcurrency!: number
  readonly isPoolOn!: boolean
  readonly logLevel!: Environment['DOJO_LOG_LEVEL']
  /** Hosted shape: where the gateway answers by name, instead of a published port. */
  readonly gatewayAddress!: string | undefined
  /** How long provisioning of one sandbox may take before it counts as failed. */
  readonly prepareTimeoutMs!: number

  constructor(values: Omit<Config, never>) {
    Object.assign(this, values)
    Object.freeze(this)
  }
}

/** All that is wrong with the environment, one sentence per value. */
export class ConfigError extends Error {
  readonly sentences: readonly string[]
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.name = 'ConfigError'
    this.sentences = sentences
  }
}

const shown = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value))

const parse = (env: NodeJS.ProcessEnv): Environment => {
  // An empty variable means "not set", as docker compose passes those that its .env file lacks.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  const sentences = (parsed.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0])
    const value = name === 'DATABASE_URL' ? 'the given text' : shown(given[name])
    return `${name} is ${value}, but ${issue.message}.`
  })
  if ((given.DOJO_TLS_CERT === undefined) !== (given.DOJO_TLS_KEY === undefined))
    sentences.push('DOJO_TLS_CERT and DOJO_TLS_KEY belong together: set both to PEM files, or neither.')
  if (parsed.success && sentences.length === 0) return parsed.data
  throw new ConfigError(sentences)
}

/**
 * Reads the environment into a frozen Config. Throws ConfigError with a sentence for every bad value, all at once.
 */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const read = parse(env)
  return new Config({
    dataDir: read.DOJO_DATA,
    instance: read.DOJO_INSTANCE,
    host: read.DOJO_HOST,
    port: read.DOJO_PORT,
    extraOrigins: Object.freeze(read.DOJO_ORIGINS),
    trustedProxies: Object.freeze(read.DOJO_TRUST_PROXY),
    databaseUrl: read.DATABASE_URL,
    tls:
      read.DOJO_TLS_CERT !== undefined && read.DOJO_TLS_KEY !== undefined
        ? Object.freeze({ certFile: read.DOJO_TLS_CERT, keyFile: read.DOJO_TLS_KEY })
        : undefined,
    dockerSocket: read.DOCKER_SOCKET,
    labsDir: read.DOJO_LABS,
    webDir: read.DOJO_WEB,
    migrationsDir: join(projectRoot, 'prisma/migrations'),
    schemaFile: join(projectRoot, 'prisma/schema.prisma'),
    maxSandboxes: read.DOJO_MAX_SANDBOXES,
    provisionConcurrency: read.DOJO_PROVISION_CONCURRENCY,
    isPoolOn: read.DOJO_POOL,
    logLevel: read.DOJO_LOG_LEVEL,
    gatewayAddress: read.DOJO_GATEWAY_ADDRESS,
    prepareTimeoutMs: read.DOJO_PREPARE_MS,
  })
}
