import { CursorStore } from '../../../domain/ports/store/cursor-store.ts'
import type { Database } from '../database.ts'

export class PrismaCursorStore extends CursorStore {
  constructor(private readonly database: Database) {
    super()
  }

  async read(name: string): Promise<number> {
    const row = await this.database.run((client) => client.cursor.findUnique({ where: { name } }))
    return Number(row?.position ?? 0)
  }

  async write(name: string, position: number): Promise<void> {
    const at = BigInt(position)
    await this.database.run((client) =>
      client.cursor.upsert({ where: { name }, create: { name, position: at }, update: { position: at } }),
    )
  }
}
