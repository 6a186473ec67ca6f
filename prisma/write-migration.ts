import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diffDatamodels } from '../server/src/adapters/prisma/schema-engine.ts'

/**
 * Writes the next migration: `node prisma/write-migration.ts <name>`. Compares prisma/schema.prisma with the datamodel that the
 * last migration reached (kept beside the migrations), so that it needs neither a database nor the Prisma CLI's download.
 */
const folder = join(import.meta.dirname, 'migrations')
const reached = join(folder, 'reached.prisma')
const name = process.argv[2]
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Give the migration a name of a-z, 0-9 and _: node prisma/write-migration.ts add_rooms')
  process.exit(2)
}
const schema = await readFile(join(import.meta.dirname, 'schema.prisma'), 'utf8')
const before = await readFile(reached, 'utf8').catch(() => null)
const sql = await diffDatamodels(before, schema)
if (sql === '') {
  console.log('prisma/schema.prisma asks for no change; nothing written.')
  process.exit(0)
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const target = join(folder, `${stamp}_${name}`)
await mkdir(target, { recursive: true })
await writeFile(join(target, 'migration.sql'), `${sql}\n`)
await writeFile(
  join(folder, 'migration_lock.toml'),
  '# Written once; names the dialect of these migrations.\nprovider = "postgresql"\n',
)
await writeFile(reached, schema)
console.log(`Wrote ${target}/migration.sql`)
