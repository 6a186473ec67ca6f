import { LeaseStore } from '../../../domain/ports/store/lease-store.ts'
import type { Database } from '../database.ts'
import { fromTime } from './column.ts'

export class PrismaLeaseStore extends LeaseStore {
  constructor(private readonly database: Database) {
    super()
  }

  async take(name: string, holder: string, now: number, expiresAt: number): Promise<boolean> {
    // One statement: the row is ours when it is new, already ours, or expired.
    const rows = await this.database.sql<{ name: string }>(
      `INSERT INTO "Lease" ("name", "holder", "expiresAt") VALUES ($1, $2, $3)
       ON CONFLICT ("name") DO UPDATE SET "holder" = $2, "expiresAt" = $3
       WHERE "Lease"."holder" = $2 OR "Lease"."expiresAt" <= $4
       RETURNING "name"`,
      [name, holder, fromTime(expiresAt), fromTime(now)],
    )
    return rows.length === 1
  }

  async release(name: string, holder: string): Promise<void> {
    await this.database.run((client) => client.lease.deleteMany({ where: { name, holder } }))
  }
}
