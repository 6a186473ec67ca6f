import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../config/environment.ts'
import { readMigrationFolder } from './migration-folder.ts'
import { diffDatamodels } from './schema-engine.ts'

const folder = join(projectRoot, 'prisma/migrations')
const read = (name: string) => readFile(join(projectRoot, 'prisma', name), 'utf8')
const statements = (sql: string) =>
  sql
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '')

describe('the migrations', () => {
  it('reach prisma/schema.prisma: the difference is empty (else run prisma/write-migration.ts)', async () => {
    expect(await diffDatamodels(await read('migrations/reached.prisma'), await read('schema.prisma'))).toBe(
      '',
    )
  })

  it('see a difference when there is one', async () => {
    const schema = await read('schema.prisma')
    expect(await diffDatamodels(schema, schema.replace('nickname    String', 'nickname    String?'))).toMatch(
      /DROP NOT NULL/,
    )
  })

  it('hold every statement that the whole schema needs', async () => {
    const { migrations, lockfile } = await readMigrationFolder(folder)
    const written = migrations.flatMap(({ sql }) => statements(sql))
    // While there is one migration, it is the whole schema; later ones change it, and only `reached` is compared.
    if (migrations.length === 1)
      expect(written).toEqual(
        expect.arrayContaining(statements(await diffDatamodels(null, await read('schema.prisma')))),
      )
    expect(lockfile.content).toContain('provider = "postgresql"')
    expect(migrations.map(({ path }) => path)).toEqual(migrations.map(({ path }) => path).toSorted())
  })
})
