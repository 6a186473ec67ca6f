import { Injectable } from '@nestjs/common'
import type { Actor } from '@noops-dojo/contracts'
import { Clock, EventLog, PlatformLog } from '../../domain/ports/index.ts'
import { TouchMeter, type TypedTouch } from '../../domain/terminal/touch-meter.ts'
import { EventOutbox } from '../evidence/event-outbox.ts'

interface Counter {
  readonly meter: TouchMeter
  timer: NodeJS.Timeout | undefined
}

/** Writes that somebody typed into the event log, at most once a second for each terminal and actor. */
@Injectable()
export class TouchJournal {
  readonly #counters = new Map<string, Counter>()
  readonly #outbox: EventOutbox

  constructor(
    events: EventLog,
    private readonly clock: Clock,
    log: PlatformLog,
  ) {
    this.#outbox = new EventOutbox(events, clock, log, 'terminal touches')
  }

  /** `bytes`: typed by a person, answers of the terminal itself not counted. `at`: epoch ms. */
  record(sandboxId: string, terminal: string, actor: Actor, bytes: number, at: number): void {
    const key = `${sandboxId}/${terminal}/${actor}`
    const counter = this.#counters.get(key) ?? { meter: new TouchMeter(), timer: undefined }
    this.#counters.set(key, counter)
    const touch = counter.meter.add(bytes, at)
    if (touch) this.#write(sandboxId, terminal, actor, touch)
    if (counter.meter.dueAt === undefined || counter.timer !== undefined) return
    counter.timer = setTimeout(
      () => this.#take(key, sandboxId, terminal, actor),
      Math.max(0, counter.meter.dueAt - at),
    )
  }

  /** Nest calls it when the server stops: what was counted in the last second is still told. */
  async onModuleDestroy(): Promise<void> {
    for (const key of this.#counters.keys()) {
      const [sandboxId, terminal, actor] = key.split('/') as [string, string, Actor]
      this.#take(key, sandboxId, terminal, actor)
    }
    await this.#outbox.settled()
  }

  #take(key: string, sandboxId: string, terminal: string, actor: Actor): void {
    const counter = this.#counters.get(key)
    clearTimeout(counter?.timer)
    if (counter) counter.timer = undefined
    const touch = counter?.meter.take(this.clock.now())
    if (touch) this.#write(sandboxId, terminal, actor, touch)
    else this.#counters.delete(key)
  }

  #write(sandboxId: string, terminal: string, actor: Actor, { at, bytes }: TypedTouch): void {
    this.#outbox.put([{ sandboxId, at, kind: 'touch.terminal', actor, data: { terminal, bytes } }])
  }
}
