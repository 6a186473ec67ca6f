import { Injectable } from '@nestjs/common'
import { Database } from '../adapters/prisma/stores.ts'
import { Readiness, type PartHealth } from '../domain/ports/readiness.ts'

const answerWithinMs = 3_000

const guarded = async (check: () => Promise<PartHealth>): Promise<PartHealth> => {
  const late = new Promise<PartHealth>((resolve) => {
    setTimeout(() => resolve({ ok: false, detail: 'No answer within 3 s.' }), answerWithinMs).unref()
  })
  const failed = (error: unknown) => ({
    ok: false,
    detail: error instanceof Error ? error.message : String(error),
  })
  return Promise.race([check().catch(failed), late])
}

/** Asks every part at once, each with a time limit, so that one that hangs does not hide the others. */
@Injectable()
export class ServerReadiness extends Readiness {
  constructor(private readonly database: Database) {
    super()
  }

  async parts(): Promise<Record<string, PartHealth>> {
    const checks: Record<string, () => Promise<PartHealth>> = { database: () => this.database.health() }
    const entries = Object.entries(checks).map(async ([name, check]) => [name, await guarded(check)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
}
