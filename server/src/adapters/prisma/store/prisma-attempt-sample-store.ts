import type { ProbeSample } from '@noops-dojo/contracts'
import { AttemptSampleStore, type AttemptSamples } from '../../../domain/ports/store/attempt-sample-store.ts'
import type { Database } from '../database.ts'
import { fromJson } from './column.ts'

export class PrismaAttemptSampleStore extends AttemptSampleStore {
  constructor(private readonly database: Database) {
    super()
  }

  async save({ attemptId, probe, ...rest }: AttemptSamples): Promise<void> {
    const columns = { ...rest, samples: fromJson(rest.samples) }
    await this.database.run((client) =>
      client.attemptSamples.upsert({
        where: { attemptId_probe: { attemptId, probe } },
        create: { attemptId, probe, ...columns },
        update: columns,
      }),
    )
  }

  async list(attemptId: string): Promise<AttemptSamples[]> {
    const rows = await this.database.run((client) =>
      client.attemptSamples.findMany({ where: { attemptId }, orderBy: { probe: 'asc' } }),
    )
    return rows.map((row) => ({ ...row, samples: row.samples as unknown as ProbeSample[] }))
  }
}
