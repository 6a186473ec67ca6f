import { Injectable } from '@nestjs/common'
import { PlatformLog, RecordingStore, SandboxStore } from '../../domain/ports/index.ts'
import { isLive } from '../../domain/sandbox/sandbox-state.ts'

const sweepMs = 60_000

/** Removes the recordings of sandboxes of which nothing is left, failed ones too. */
@Injectable()
export class SweepRecordings {
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly recordings: RecordingStore,
    private readonly sandboxes: SandboxStore,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () =>
      this.execute().catch((error: unknown) =>
        this.log.warn('recordings were not swept', { error: String(error) }),
      )
    this.#timer = setInterval(() => void sweep(), sweepMs)
    this.#timer.unref()
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
  }

  /** Gives the ids whose recordings were removed. */
  async execute(): Promise<string[]> {
    const removed: string[] = []
    for (const sandboxId of await this.recordings.listSandboxes()) {
      const sandbox = await this.sandboxes.find(sandboxId)
      if (sandbox && isLive(sandbox)) continue
      await this.recordings.remove(sandboxId)
      removed.push(sandboxId)
    }
    return removed
  }
}
