import 'reflect-metadata'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { Logger } from 'pino'
import { createLogger } from './adapters/system/pino-log.ts'
import { openSecrets } from './adapters/system/secrets-file.ts'
import { AppModule } from './app.module.ts'
import { ConfigError, readConfig, type Config } from './config/config.ts'
import { configureApp } from './http/configure-app.ts'
import { RawWsAdapter } from './terminal/raw-ws-adapter.ts'
import { NestLog } from './wiring/nest-log.ts'

const readConfigOrExit = (): Config => {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const sentence of error.sentences) console.error(sentence)
    process.exit(2)
  }
}

const readTlsOrExit = async ({ tls }: Config): Promise<{ cert: Buffer; key: Buffer } | undefined> => {
  if (tls === undefined) return undefined
  try {
    const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)])
    createSecureContext({ cert, key })
    return { cert, key }
  } catch (error) {
    console.error(`DOJO_TLS_CERT and DOJO_TLS_KEY cannot be used: ${(error as Error).message}.`)
    process.exit(2)
  }
}

/** Ends in order on the first signal; a second one, or twenty seconds, ends at once. */
const closeOnSignal = (app: NestExpressApplication, logger: Logger): void => {
  let isClosing = false
  const close = async (signal: NodeJS.Signals): Promise<void> => {
    if (isClosing) process.exit(1)
    isClosing = true
    logger.info({ signal }, 'Stopping.')
    setTimeout(() => process.exit(1), 20_000).unref()
    ;(app.getHttpServer() as { closeIdleConnections(): void }).closeIdleConnections()
    await app.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close(signal))
}

const listenOrExit = async (app: NestExpressApplication, { host, port }: Config): Promise<void> => {
  try {
    await app.listen(port, host)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const hint =
      code === 'EADDRINUSE' ? 'Another program has it; choose another with DOJO_PORT.' : 'Check DOJO_HOST.'
    console.error(`The server cannot listen on ${host}:${port} (${code}). ${hint}`)
    await app.close()
    process.exit(1)
  }
}

/** A forgotten promise in one corner must not end a whole class; a broken state must end the process, and be seen. */
const logDefects = (logger: Logger): void => {
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'A rejection was not handled.'))
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'The server ends: an exception was not caught.')
    process.exit(1)
  })
}

const config = readConfigOrExit()
const logger = createLogger(config.logLevel)
logDefects(logger)
const tls = await readTlsOrExit(config)
const secrets = await openSecrets(config.dataDir)
const app = await NestFactory.create<NestExpressApplication>(AppModule.with({ config, secrets, logger }), {
  bodyParser: false,
  forceCloseConnections: true,
  httpsOptions: tls,
  logger: new NestLog(logger),
})
configureApp(app, logger, config.webDir)
app.useWebSocketAdapter(new RawWsAdapter(app))
closeOnSignal(app, logger)
await listenOrExit(app, config)
logger.info({ address: await app.getUrl() }, 'NoOps Dojo listens.')
