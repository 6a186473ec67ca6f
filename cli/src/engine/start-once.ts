import type { LockOptions } from '../launcher/launcher-lock.ts'
import type { EngineUsers } from './engine-users.ts'

/**
 * Gives what is found, else what `start` makes: of several processes that find nothing at the same time one starts it,
 * and the others find it then.
 */
export const startOnce = async <T>(
  users: EngineUsers,
  find: () => Promise<T | undefined>,
  start: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> => (await find()) ?? users.exclusively(async () => (await find()) ?? (await start()), options)
