import type { Provider } from '@nestjs/common'
import {
  Database,
  openDatabase,
  PrismaAttemptSampleStore,
  PrismaAttemptStore,
  PrismaClassroomStore,
  PrismaCursorStore,
  PrismaEventLog,
  PrismaFaultLedger,
  PrismaLeaseStore,
  PrismaSandboxStore,
  PrismaTaskStore,
  PrismaTicketStore,
} from '../adapters/prisma/stores.ts'
import {
  AttemptSampleStore,
  AttemptStore,
  ClassroomStore,
  CursorStore,
  EventLog,
  FaultLedger,
  LeaseStore,
  PlatformLog,
  SandboxStore,
  TaskStore,
  TicketStore,
} from '../domain/ports/index.ts'
import { ServerMetrics } from '../http/metrics/server-metrics.ts'
import type { Foundation } from './foundation.ts'

const graceMs = 3_000

const store = <T>(port: abstract new () => T, adapter: new (database: Database) => T): Provider => ({
  provide: port,
  useFactory: (database: Database) => new adapter(database),
  inject: [Database],
})

/** The database and the stores in it. The connection comes up in the background; the server answers meanwhile. */
export const databaseProviders = ({ config, secrets }: Foundation): Provider[] => [
  {
    provide: Database,
    useFactory: async (log: PlatformLog) => {
      const database = openDatabase({
        databaseUrl: config.databaseUrl,
        dataDir: config.dataDir,
        password: secrets.databasePassword,
        migrationsDir: config.migrationsDir,
        schemaFile: config.schemaFile,
        log: (level, message) => log[level](message),
      })
      // Usually it is up in a second: then nobody meets a server without a database.
      await database.readyWithin(graceMs)
      return database
    },
    inject: [PlatformLog],
  },
  {
    provide: EventLog,
    useFactory: (database: Database, metrics: ServerMetrics) =>
      new PrismaEventLog(database, (event) => metrics.observe(event)),
    inject: [Database, ServerMetrics],
  },
  store(AttemptSampleStore, PrismaAttemptSampleStore),
  store(AttemptStore, PrismaAttemptStore),
  store(ClassroomStore, PrismaClassroomStore),
  store(CursorStore, PrismaCursorStore),
  store(FaultLedger, PrismaFaultLedger),
  store(LeaseStore, PrismaLeaseStore),
  store(SandboxStore, PrismaSandboxStore),
  store(TaskStore, PrismaTaskStore),
  store(TicketStore, PrismaTicketStore),
]
