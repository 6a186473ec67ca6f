import { EmbeddedPostgres } from './embedded/embedded-postgres.ts'
import { Database, type DatabaseOptions } from './database.ts'
import { externalSource } from './external-source.ts'

export { Database } from './database.ts'
export { PrismaEventLog } from './event-log/prisma-event-log.ts'
export { PrismaAttemptSampleStore } from './store/prisma-attempt-sample-store.ts'
export { PrismaAttemptStore } from './store/prisma-attempt-store.ts'
export { PrismaClassroomStore } from './store/prisma-classroom-store.ts'
export { PrismaCursorStore } from './store/prisma-cursor-store.ts'
export { PrismaFaultLedger } from './store/prisma-fault-ledger.ts'
export { PrismaLeaseStore } from './store/prisma-lease-store.ts'
export { PrismaSandboxStore } from './store/prisma-sandbox-store.ts'
export { PrismaTaskStore } from './store/prisma-task-store.ts'
export { PrismaTicketStore } from './store/prisma-ticket-store.ts'

export interface OpenDatabaseOptions extends Omit<DatabaseOptions, 'source'> {
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly password: string
}

/** Begins to connect to the configured database; returns at once. */
export const openDatabase = ({ databaseUrl, dataDir, password, ...rest }: OpenDatabaseOptions): Database => {
  const source =
    databaseUrl === undefined ? new EmbeddedPostgres(dataDir, password) : externalSource(databaseUrl)
  const database = new Database({ ...rest, source })
  database.start()
  return database
}
