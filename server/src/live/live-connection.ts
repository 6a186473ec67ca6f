import type { JournalEvent, ProbeSample } from '@noops-dojo/contracts'
import type { Clock, EventLog, ProbeGateway } from '../domain/ports/index.ts'
import type { SandboxChanges } from '../use-cases/task/sandbox-changes.ts'
import type { JsonSocket } from './json-socket.ts'
import type { LiveViews } from './live-views.ts'

/** A burst of changes becomes one snapshot. */
const snapshotMs = 150
const sampleMs = 100
/** Changes that no event tells (a deadline that another server moved) are seen so late at most. */
const refreshMs = 5_000
/** They come many times a second and change nothing in the sandbox’s view. */
const silentKinds = new Set<JournalEvent['kind']>([
  'probe.edge',
  'engine.event',
  'touch.terminal',
  'touch.engine',
])

export interface LiveSources {
  readonly views: LiveViews
  readonly events: EventLog
  readonly gateway: ProbeGateway
  readonly changes: SandboxChanges
  readonly clock: Clock
}

/** Keeps one page up to date about one sandbox: a snapshot, then events, samples, and the snapshot when it changed. */
export class LiveConnection {
  readonly #socket: JsonSocket
  readonly #sandboxId: string
  readonly #sources: LiveSources
  readonly #samples = new Map<string, ProbeSample[]>()
  readonly #ends: (() => void)[] = []
  #last = ''
  #early: JournalEvent[] | undefined = []
  #snapshotTimer: NodeJS.Timeout | undefined
  #sampleTimer: NodeJS.Timeout | undefined
  #isReading = false

  constructor(socket: JsonSocket, sandboxId: string, sources: LiveSources) {
    this.#socket = socket
    this.#sandboxId = sandboxId
    this.#sources = sources
  }

  /** Sends the first snapshot and follows from there on; ends by itself with the socket. */
  async start(): Promise<void> {
    const { events, gateway, changes } = this.#sources
    // Subscribed before the snapshot is read, so that nothing falls between the two.
    this.#ends.push(
      events.subscribe(this.#sandboxId, (event) => this.#event(event)),
      changes.subscribe(this.#sandboxId, () => this.#changed()),
      gateway.subscribe(this.#sandboxId, (probe, samples) => this.#sampled(probe, samples)),
    )
    const refresh = setInterval(() => void this.#snapshot(), refreshMs)
    this.#ends.push(() => clearInterval(refresh))
    this.#socket.onClose(() => this.#end())
    await this.#snapshot()
    const early = this.#early ?? []
    this.#early = undefined
    early.forEach((event) => this.#event(event))
  }

  #event(event: JournalEvent): void {
    if (this.#early) {
      this.#early.push(event)
      return
    }
    this.#socket.send({ type: 'event', event })
    if (!silentKinds.has(event.kind)) this.#changed()
  }

  #changed(): void {
    this.#snapshotTimer ??= setTimeout(() => {
      this.#snapshotTimer = undefined
      void this.#snapshot()
    }, snapshotMs)
  }

  async #snapshot(): Promise<void> {
    if (this.#isReading) return this.#changed()
    this.#isReading = true
    try {
      const sandbox = await this.#sources.views.sandbox(this.#sandboxId)
      const text = JSON.stringify(sandbox)
      if (!sandbox || text === this.#last) return
      this.#last = text
      this.#socket.send({ type: 'sandbox', sandbox, now: this.#sources.clock.now() })
    } catch {
      // The database is away; readiness tells it, and the next refresh tries again.
    } finally {
      this.#isReading = false
    }
  }

  #sampled(probe: string, samples: ProbeSample[]): void {
    this.#samples.set(probe, [...(this.#samples.get(probe) ?? []), ...samples])
    this.#sampleTimer ??= setTimeout(() => {
      this.#sampleTimer = undefined
      if (!this.#socket.isBusy)
        for (const [name, batch] of this.#samples)
          this.#socket.send({ type: 'samples', probe: name, samples: batch })
      this.#samples.clear()
    }, sampleMs)
  }

  #end(): void {
    clearTimeout(this.#snapshotTimer)
    clearTimeout(this.#sampleTimer)
    for (const end of this.#ends.splice(0)) end()
  }
}
