import { Injectable } from '@nestjs/common'
import type { NewEvent } from '@noops-dojo/contracts'
import { Clock, EventLog, PlatformLog, SandboxEngine, type EngineEvent } from '../../../domain/ports/index.ts'

const retryMs = 1_000
/** Events that wait for the database at most. */
const waitingCap = 10_000

/** What happens to the platform’s own containers is told by the sandbox’s state. */
const isToldElsewhere = (event: EngineEvent): boolean =>
  event.role === 'judge' ||
  event.role === 'helper' ||
  (event.role === 'workstation' && event.action !== 'oom')

const eventOf = (event: EngineEvent): NewEvent => ({
  sandboxId: event.sandboxId,
  at: event.at,
  kind: 'engine.event',
  actor: event.by,
  data: {
    type: event.type,
    action: event.action,
    name: event.name,
    service: event.service,
    exitCode: event.exitCode,
    ...event.attributes,
  },
})

/** Writes what the engine does in the sandboxes into their logs: evidence of who healed what. */
@Injectable()
export class RecordEngineEvents {
  #waiting: NewEvent[] = []
  #isWriting = false

  constructor(
    private readonly engine: SandboxEngine,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /** Gives the function that ends it. */
  execute(): () => void {
    return this.engine.watch((event) => {
      if (isToldElsewhere(event)) return
      if (this.#waiting.length < waitingCap) this.#waiting.push(eventOf(event))
      if (!this.#isWriting) void this.write()
    })
  }

  private async write(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.events.append(batch)
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting]
        this.log.warn('engine events wait for the database', { events: batch.length, error: String(error) })
        await this.clock.sleep(retryMs)
      }
    }
    this.#isWriting = false
  }
}
