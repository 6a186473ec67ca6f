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
      const written = await this.cursors.read(guardCursor)
      const lastSeq = await this.#lastSeq()
      wanted ??= lastSeq
      if (lastSeq !== undefined && wanted !== undefined && isWritten(written, wanted, lastSeq)) return
      await this.clock.sleep(pollMs)
    }
    throw new Inconclusive('platform-error', 'the guard does not tell who touched what')
  }

  #lastSeq(): Promise<number | undefined> {
    return this.guard.health().then(
      ({ lastSeq }) => lastSeq,
      () => undefined,
    )
  }
}

/**
 * A cursor beyond the guard's last event is of another record: that one was lost, and nothing of the new one is written
 * yet (the first event that is puts the cursor back).
 */
const isWritten = (cursor: number, wanted: number, lastSeq: number): boolean =>
  lastSeq === 0 || (cursor >= wanted && cursor <= lastSeq)
