import pino from 'pino'
import { detectBindAddress } from './bind-address.ts'
import { readEnvironment } from './environment.ts'
import { startGateway } from './gateway.ts'

const log = pino({ name: 'gateway' })

try {
  const environment = readEnvironment(process.env)
  const bind = environment.bind ?? detectBindAddress()
  const gateway = await startGateway({ token: environment.token, port: environment.port, bind })
  log.info({ address: gateway.address, port: gateway.port }, 'gateway listens on the control network')
  const end = () => void gateway.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
