import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { pino } from 'pino'
import { listenForControl } from './control/control-server.ts'
import { PolicyStore } from './control/policy-store.ts'
import { Engine } from './engine/engine.ts'
import { Spool } from './events/spool.ts'
import { Guard } from './guard.ts'
import { Watch } from './observe.ts'

const logger = pino({ name: 'guard', level: process.env.DOJO_LOG_LEVEL ?? 'info' })

/** Data folder: `DOJO_DATA`, or the platform's default. It must be absolute: containers mount its sockets. */
function dataFolder(): string {
  const fallback =
    process.getuid?.() === 0 ? '/var/lib/noops-dojo' : join(homedir(), '.local/share/noops-dojo')
  const folder = process.env.DOJO_DATA || fallback
  if (!isAbsolute(folder)) throw new Error(`DOJO_DATA must be an absolute path, not ${folder}`)
  return folder
}

async function main(): Promise<void> {
  // Sockets get their own modes; nothing else the guard writes is for others.
  process.umask(0o077)
  const data = dataFolder()
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const engine = new Engine(process.env.DOCKER_SOCKET || '/var/run/docker.sock')
  const store = new PolicyStore(join(data, 'guard/sandboxes'), (file, error) =>
    logger.error({ file, err: error }, 'unreadable policy'),
  )
  const spool = await Spool.open(join(data, 'guard/events'))
  const guard = new Guard(engine, spool, new Watch(logger), store)
  await guard.restore(join(data, 'run'))
  const control = await listenForControl(guard, join(data, 'guard/control.sock'))
  logger.info({ sandboxes: guard.ids.length, lastSeq: spool.lastSeq }, 'guard is up')
  const stop = () => {
    control.close()
    control.closeAllConnections()
    void guard.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'))
main().catch((error: unknown) => {
  logger.fatal({ err: error }, 'the guard could not start')
  process.exit(1)
})
