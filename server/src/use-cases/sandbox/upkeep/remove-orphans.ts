import { Injectable } from '@nestjs/common'
import { PlatformLog } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { TearDownSandbox } from '../provision/tear-down-sandbox.ts'

/** Removes what the engine, the guard and the gateway have of sandboxes that no row stands for. */
@Injectable()
export class RemoveOrphans {
  constructor(
    private readonly tearDown: TearDownSandbox,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {}

  /**
   * `present` must have been listed before `live` was: a row is always older than its objects, so what has none by then
   * is nobody’s. Gives how many orphans are left for the next pass.
   */
  async execute(present: ReadonlySet<string>, live: ReadonlySet<string>): Promise<number> {
    const orphans = [...present].filter((id) => !live.has(id))
    if (orphans.length === 0) return 0
    const removed = orphans.slice(0, this.settings.orphansPerPass)
    this.log.warn('orphans are removed', { found: orphans.length, removed })
    await Promise.all(
      removed.map((id) =>
        this.tearDown
          .clear(id)
          .catch((error: unknown) =>
            this.log.warn('an orphan stays', { sandboxId: id, error: String(error) }),
          ),
      ),
    )
    return orphans.length - removed.length
  }
}
