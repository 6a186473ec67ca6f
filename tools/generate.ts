import { spawnSync } from 'node:child_process'

/**
 * Generates the Prisma client. Prisma would first download a schema engine that `generate` never uses;
 * naming any existing executable keeps it offline.
 */
const result = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
  stdio: ['ignore', process.argv.includes('--quiet') ? 'ignore' : 'inherit', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
})
process.exit(result.status ?? 1)
