import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'

const refuse = (): never => {
  throw new Error('There is no database behind this adapter.')
}

/**
 * An adapter without a database, enough for what the schema engine asks before it compares two datamodels.
 */
export const noDatabase = (): SqlMigrationAwareDriverAdapterFactory => {
  const adapter = {
    provider: 'postgres' as const,
    adapterName: 'no-database',
    queryRaw: async () => ({ columnTypes: [], columnNames: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }
  const connect = async () => adapter
  return { provider: 'postgres', adapterName: 'no-database', connect, connectToShadowDb: connect }
}
