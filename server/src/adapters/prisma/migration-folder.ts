import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationFolder } from './schema-engine.ts'

/** Reads `prisma/migrations`: one folder per migration with a migration.sql, applied in the order of the names. */
export const readMigrationFolder = async (baseDir: string): Promise<MigrationFolder> => {
  const entries = await readdir(baseDir, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const lockfile = await readFile(join(baseDir, 'migration_lock.toml'), 'utf8').catch(() => null)
  const migrations = await Promise.all(
    names
      .sort()
      .map(async (path) => ({ path, sql: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') })),
  )
  return { baseDir, lockfile: { path: 'migration_lock.toml', content: lockfile }, migrations }
}
