import { Injectable } from '@nestjs/common'
import type { NewEvent } from '@noops-dojo/contracts'
import { Clock, EventLog, PlatformLog, SandboxEngine, type EngineEvent } from '../../../domain/ports/index.ts'
import { EventOutbox } from '../../evidence/event-outbox.ts'

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
  readonly #outbox: EventOutbox

  constructor(
    private readonly engine: SandboxEngine,
    events: EventLog,
    clock: Clock,
    log: PlatformLog,
  ) {
    this.#outbox = new EventOutbox(events, clock, log, 'engine events')
  }

  /** Gives the function that ends it. */
  execute(): () => void {
    return this.engine.watch((event) => {
      if (!isToldElsewhere(event)) this.#outbox.put([eventOf(event)])
    })
  }
}
