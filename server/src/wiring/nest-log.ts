import type { LoggerService } from '@nestjs/common'
import type { Logger } from 'pino'

/** Nest's own lines in our format: its start-up chatter only when asked for. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug({ from: 'nest' }, String(message))
  }

  warn(message: unknown): void {
    this.logger.warn({ from: 'nest' }, String(message))
  }

  error(message: unknown, stack?: unknown): void {
    this.logger.error({ from: 'nest', stack }, String(message))
  }
}
