import type { DatabaseSource } from './database.ts'

/** A PostgreSQL that somebody else runs, named by DATABASE_URL. */
export const externalSource = (url: string): DatabaseSource => ({
  start: async () => url,
  stop: async () => {},
})
