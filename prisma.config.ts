import { defineConfig } from 'prisma/config'

/** For the Prisma CLI: `prisma migrate deploy` applies the same folder that the server applies at start. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
