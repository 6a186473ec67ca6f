import pg from 'pg'

/**
 * How every connection is opened. Kept alive, so that a peer that is gone without a word is found on connections that wait:
 * libuv asks ten times, a second apart.
 */
export const openingOptions = {
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const

/**
 * Connections for statements that are short: one without an answer in `queryTimeoutMs` fails with "Query read timeout",
 * and its connection is not used again.
 */
export const openPool = (url: string, queryTimeoutMs: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    query_timeout: queryTimeoutMs,
    ...openingOptions,
  })
  pool.on('error', () => {}) // An idle connection broke; the next query opens another or says so.
  // Prisma gives back a connection as a good one when its ROLLBACK had no answer either.
  pool.on('release', (_error, client) => {
    if (client.getTransactionStatus() !== 'I') void (client as pg.PoolClient & pg.Client).end()
  })
  return pool
}

/** A connection for the migrations: they, and the wait for another server’s, may take as long as they need. */
export const openMigrationPool = (url: string): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    ...openingOptions,
  })
  pool.on('error', () => {})
  return pool
}
