import { Injectable } from '@nestjs/common'
import { Clock, CursorStore, SandboxGuard } from '../../../domain/ports/index.ts'
import { guardCursor } from '../../sandbox/upkeep/record-guard-events.ts'
import { Inconclusive } from './inconclusive.ts'

/** Terminal and engine events reach the log a moment after they happened. */
const settleMs = 1_500
const pollMs = 100
const patienceMs = 10_000

/** Makes sure that the event log holds every touch up to now: a hands-off verdict without that would be a guess. */
@Injectable()
export class AwaitTouches {
  constructor(
    private readonly guard: SandboxGuard,
    private readonly cursors: CursorStore,
    private readonly clock: Clock,
  ) {}

  /** Throws Inconclusive when the guard's record cannot be read to its end within ten seconds. */
  async execute(): Promise<void> {
    await this.clock.sleep(settleMs)
    const giveUpAt = this.clock.now() + patienceMs
    let wanted: number | undefined
    while (this.clock.now() <= giveUpAt) {
      wanted ??= await this.guard.health().then(
        ({ lastSeq }) => lastSeq,
        () => undefined,
      )
      if (wanted !== undefined && (await this.cursors.read(guardCursor)) >= wanted) return
      await this.clock.sleep(pollMs)
    }
    throw new Inconclusive('platform-error', 'the guard does not tell who touched what')
  }
}
