/** The platform’s own log, for use cases. An error is logged once, where it is handled; never with a secret in it. */
export abstract class PlatformLog {
  abstract info(message: string, detail?: Record<string, unknown>): void
  abstract warn(message: string, detail?: Record<string, unknown>): void
  abstract error(message: string, detail?: Record<string, unknown>): void
}
