import { CursorStore } from '../../domain/ports/store/cursor-store.ts'

export class MemoryCursorStore extends CursorStore {
  private readonly positions = new Map<string, number>()

  async read(name: string): Promise<number> {
    return this.positions.get(name) ?? 0
  }

  async write(name: string, position: number): Promise<void> {
    this.positions.set(name, position)
  }
}
