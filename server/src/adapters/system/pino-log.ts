import { pino, stdTimeFunctions, type Logger, type LevelWithSilent } from 'pino'
import { PlatformLog } from '../../domain/ports/platform-log.ts'

const secretFields = ['cookie', 'authorization', 'ticket', 'password', 'key', 'token', 'seed']
const paths = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** Structured log lines on standard output: JSON, one a line, without cookies, tokens and tickets. */
export const createLogger = (level: LevelWithSilent, destination?: { write(line: string): void }): Logger =>
  pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), bindings: () => ({}) },
      redact: { paths, censor: '…' },
    },
    destination,
  )

/** Use cases' log on pino. */
export class PinoLog extends PlatformLog {
  constructor(private readonly logger: Logger) {
    super()
  }

  info(message: string, detail: Record<string, unknown> = {}): void {
    this.logger.info(detail, message)
  }

  warn(message: string, detail: Record<string, unknown> = {}): void {
    this.logger.warn(detail, message)
  }

  error(message: string, detail: Record<string, unknown> = {}): void {
    this.logger.error(detail, message)
  }
}
