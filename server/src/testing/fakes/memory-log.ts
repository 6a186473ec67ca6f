import { PlatformLog } from '../../domain/ports/platform-log.ts'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly detail: Record<string, unknown>
}

/** Keeps what was logged, for tests to look at. */
export class MemoryLog extends PlatformLog {
  readonly lines: LogLine[] = []

  info(message: string, detail: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'info', message, detail })
  }

  warn(message: string, detail: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'warn', message, detail })
  }

  error(message: string, detail: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'error', message, detail })
  }
}
