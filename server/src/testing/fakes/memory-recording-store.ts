import { type Recording, RecordingStore } from '../../domain/ports/store/recording-store.ts'

/** Recordings in memory. */
export class MemoryRecordingStore extends RecordingStore {
  readonly files = new Map<string, string>()

  async open(sandboxId: string, terminal: string): Promise<Recording> {
    const key = `${sandboxId}/${terminal}`
    const isNew = !this.files.has(key)
    return {
      isNew,
      isFull: false,
      append: (text) => void this.files.set(key, (this.files.get(key) ?? '') + text),
      close: async () => undefined,
    }
  }

  async read(sandboxId: string, terminal: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const text = this.files.get(`${sandboxId}/${terminal}`)
    if (text === undefined) return undefined
    return (async function* () {
      yield new TextEncoder().encode(text)
    })()
  }

  async readNewest(sandboxId: string, terminal: string, bytes: number): Promise<string> {
    return (this.files.get(`${sandboxId}/${terminal}`) ?? '').slice(-bytes)
  }

  async listSandboxes(): Promise<string[]> {
    return [...new Set([...this.files.keys()].map((key) => key.split('/')[0] as string))]
  }

  async remove(sandboxId: string): Promise<void> {
    for (const key of this.files.keys()) if (key.startsWith(`${sandboxId}/`)) this.files.delete(key)
  }
}
