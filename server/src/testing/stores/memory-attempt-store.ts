import { DojoError } from '@noops-dojo/contracts'
import { AttemptStore, type StoredAttempt } from '../../domain/ports/store/attempt-store.ts'

export class MemoryAttemptStore extends AttemptStore {
  readonly rows = new Map<string, StoredAttempt>()

  async insert(attempt: StoredAttempt): Promise<void> {
    const running = await this.list((row) => row.sandboxId === attempt.sandboxId && row.phase !== 'done')
    if (running.length > 0 && attempt.phase !== 'done')
      throw new DojoError('ATTEMPT_RUNNING', 'This sandbox has an attempt under way.')
    this.rows.set(attempt.id, structuredClone(attempt))
  }

  async save(attempt: StoredAttempt): Promise<void> {
    this.rows.set(attempt.id, structuredClone(attempt))
  }

  async find(id: string): Promise<StoredAttempt | undefined> {
    return structuredClone(this.rows.get(id))
  }

  listOfSandbox(sandboxId: string): Promise<StoredAttempt[]> {
    return this.list((row) => row.sandboxId === sandboxId)
  }

  listUnfinished(): Promise<StoredAttempt[]> {
    return this.list((row) => row.phase !== 'done')
  }

  private async list(matches: (row: StoredAttempt) => boolean): Promise<StoredAttempt[]> {
    const rows = [...this.rows.values()].filter(matches)
    return structuredClone(rows.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)))
  }
}
