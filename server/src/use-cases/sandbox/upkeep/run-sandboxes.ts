import { Injectable } from '@nestjs/common'
import { Clock, PlatformLog } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { SandboxQueue } from '../provision/sandbox-queue.ts'
import { WorkSandboxes } from '../provision/work-sandboxes.ts'
import { ReconcileSandboxes } from './reconcile-sandboxes.ts'
import { RecordEngineEvents } from './record-engine-events.ts'
import { RecordGuardEvents } from './record-guard-events.ts'

const firstRetryMs = 1_000

/** Everything about sandboxes that goes on by itself while the server runs. */
@Injectable()
export class RunSandboxes {
  readonly #stop = new AbortController()
  #ends: (() => void)[] = []
  #running: Promise<unknown> | undefined
  /** Ends the pause before the next pass. */
  #pause = new AbortController()

  constructor(
    private readonly work: WorkSandboxes,
    private readonly queue: SandboxQueue,
    private readonly reconcile: ReconcileSandboxes,
    private readonly engineEvents: RecordEngineEvents,
    private readonly guardEvents: RecordGuardEvents,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /** Begins; returns at once. Parts that are away are waited for. */
  start(): void {
    if (this.#running) return
    const { signal } = this.#stop
    this.#ends.push(this.engineEvents.execute())
    this.#running = Promise.all([
      this.work.execute(signal),
      this.reconcileAlways(signal),
      this.followGuard(signal),
    ])
  }

  /** Makes the next pass begin at once: somebody asked for what it does. */
  reconcileSoon(): void {
    this.#pause.abort()
  }

  /** Ends in order: resolves when no work is under way. What is half done goes on after the next start. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.queue.interrupt()
    for (const end of this.#ends) end()
    await this.#running
  }

  private async reconcileAlways(signal: AbortSignal): Promise<void> {
    let isAwayKnown = false
    while (!signal.aborted) {
      let waitMs = this.settings.reconcileEveryMs
      // Made before the pass: what is asked for during it is done in the next one, at once.
      this.#pause = new AbortController()
      try {
        await this.reconcile.execute()
        if (isAwayKnown) this.log.info('sandboxes are reconciled again')
        isAwayKnown = false
      } catch (error) {
        waitMs = Math.min(waitMs, isAwayKnown ? 3 * firstRetryMs : firstRetryMs)
        if (!isAwayKnown) this.log.warn('sandboxes are not reconciled', { error: String(error) })
        isAwayKnown = true
      }
      await this.clock.sleep(waitMs, AbortSignal.any([signal, this.#pause.signal])).catch(() => undefined)
    }
  }

  private async followGuard(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        const end = await this.guardEvents.execute()
        if (signal.aborted) end()
        else this.#ends.push(end)
        return
      } catch (error) {
        if (tries === 0) this.log.warn('the guard’s record is not followed yet', { error: String(error) })
        await this.clock.sleep(firstRetryMs, signal).catch(() => undefined)
      }
    }
  }
}
