import { Injectable } from '@nestjs/common'
import { Clock, SandboxStore } from '../../domain/ports/index.ts'
import { usableStates } from '../../domain/sandbox/sandbox-state.ts'

const writeEveryMs = 10_000
const rememberedSandboxes = 10_000

/** Notes that somebody typed in or looked at a sandbox: what its idle limit counts from. */
@Injectable()
export class RecordActivity {
  /** When it was last written; saves writes, holds nothing that matters. */
  readonly #written = new Map<string, number>()

  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly clock: Clock,
  ) {}

  /** May be called for every key; writes every ten seconds at most. */
  async execute(sandboxId: string): Promise<void> {
    const now = this.clock.now()
    if (now - (this.#written.get(sandboxId) ?? 0) < writeEveryMs) return
    if (this.#written.size >= rememberedSandboxes) this.#written.clear()
    this.#written.set(sandboxId, now)
    await this.sandboxes.change(sandboxId, usableStates, { lastActiveAt: now })
  }
}
