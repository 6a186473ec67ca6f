import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { noDatabase } from './no-database.ts'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

export interface MigrationFolder {
  readonly baseDir: string
  readonly lockfile: { readonly path: string; readonly content: string | null }
  readonly migrations: readonly { readonly path: string; readonly sql: string }[]
}

/** TypeScript has WebAssembly only among the browser's types, which the server must not see. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }>
}

let isLoaded = false

/** Instantiates the engine's WebAssembly once; the package's own entry needs a loader flag that Node does not set. */
const load = async (): Promise<void> => {
  if (isLoaded) return
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings,
  })
  const api = bindings as unknown as { __wbg_set_wasm(exports: object): void }
  api.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  isLoaded = true
}

const create = async (datamodel: string, factory: SqlMigrationAwareDriverAdapterFactory) => {
  await load()
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  )
}

const filters = { externalTables: [], externalEnums: [] }

/**
 * Gives the SQL that turns the tables of one datamodel (null: an empty database) into those of another; an empty text when they
 * are the same. Needs no database.
 */
export const diffDatamodels = async (from: string | null, to: string): Promise<string> => {
  const engine = await create(to, noDatabase())
  const model = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  })
  const { stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : model(from),
    to: model(to),
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters,
  } as never)
  const sql = (stdout ?? '').trim()
  return sql.includes('This is an empty migration') ? '' : sql
}

/**
 * Applies the migrations that the database has not seen, in the order of their names, and fills `_prisma_migrations` as
 * `prisma migrate deploy` does. Gives the names of those it applied; idempotent.
 */
export const applyMigrations = async (
  datamodel: string,
  folder: MigrationFolder,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<string[]> => {
  const engine = await create(datamodel, factory)
  const migrationDirectories = folder.migrations.map((migration) => ({
    path: migration.path,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: migration.sql } },
  }))
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: {
      baseDir: folder.baseDir,
      lockfile: folder.lockfile,
      shadowDbInitScript: '',
      migrationDirectories,
    },
    filters,
  } as never)
  return appliedMigrationNames
}
