import type { Command } from 'commander'
import { SettingError } from './settings.ts'

/** Adds the flags that say which dojo is meant. */
export const withInstance = (command: Command): Command =>
  command
    .option('--instance <name>', 'which dojo, when several run side by side (DOJO_INSTANCE, default: dojo)')
    .option('--data <folder>', 'data folder, an absolute path (DOJO_DATA)')

/** Adds the flags that say where it listens. */
export const withAddress = (command: Command): Command =>
  command
    .option('--port <number>', 'port to listen on (DOJO_PORT, default: 7420)')
    .option('--host <address>', 'address to listen on; 0.0.0.0 opens it to the room (DOJO_HOST)')
    .option('--tls-cert <file>', 'certificate, PEM (DOJO_TLS_CERT)')
    .option('--tls-key <file>', 'its key, PEM (DOJO_TLS_KEY)')

/**
 * Runs a command: an error becomes its sentence on stderr and exit code 1 (2 for a bad setting), without a stack
 * trace unless DOJO_DEBUG is set.
 */
export const guarded =
  <A extends unknown[]>(action: (...input: A) => Promise<void>) =>
  async (...input: A): Promise<void> => {
    try {
      await action(...input)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      console.error(`\n✗ ${message}`)
      if (process.env.DOJO_DEBUG && error instanceof Error) console.error(error.stack)
      process.exitCode = error instanceof SettingError ? 2 : 1
    }
  }
