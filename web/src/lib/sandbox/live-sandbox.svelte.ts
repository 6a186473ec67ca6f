import {
  liveMessage,
  type Attempt,
  type JournalEvent,
  type LabDetail,
  type LiveMessage,
  type ProbeSample,
  samplesKeptMs,
  type SandboxView,
} from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { PageConnection } from '#lib/api/page-connection.ts'
import type { ConnectionState } from '#lib/api/ticketed-socket.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { mergeEvents } from './event-merge.ts'
import { experimentTask, mergeAttempts } from './observation.ts'
import { ProbeRings } from './probe-rings.ts'

const eventsPerPage = 1000
const keptEvents = 5000

/**
 * One sandbox as the page sees it: the last snapshot, the event log, and the samples of its probes, kept up to
 * date over /ws/live. After a lost connection it fetches what it missed. Pages only read it.
 */
export class LiveSandbox {
  readonly id: string
  readonly #rings = new ProbeRings()
  readonly #live = new PageConnection()
  #view = $state.raw<SandboxView | null>(null)
  #lab = $state.raw<LabDetail | null>(null)
  #events = $state.raw<JournalEvent[]>([])
  #listed = $state.raw<Attempt[]>([])
  readonly #attempts = $derived(mergeAttempts(this.#view, this.#listed))
  #sampleCount = $state(0)
  #connection = $state<ConnectionState>('connecting')
  #connections = $state(0)
  #failure = $state.raw<Failure | null>(null)
  #clockAheadMs = $state(0)
  #lastSampleAt = 0

  constructor(id: string) {
    this.id = id
  }

  get view(): SandboxView | null {
    return this.#view
  }

  get lab(): LabDetail | null {
    return this.#lab
  }

  /** Attempts and experiments, oldest first. */
  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  get events(): readonly JournalEvent[] {
    return this.#events
  }

  /** Changes whenever samples came in; read it to depend on the rings, which are plain memory. */
  get sampleCount(): number {
    return this.#sampleCount
  }

  get connection(): ConnectionState {
    return this.#connection
  }

  /** How often the live connection has been opened. */
  get connections(): number {
    return this.#connections
  }

  get failure(): Failure | null {
    return this.#failure
  }

  /** The server's clock now, epoch ms. */
  now(): number {
    return Date.now() + this.#clockAheadMs
  }

  /** When the newest sample started, epoch ms; 0 before the first. */
  get lastSampleAt(): number {
    void this.#sampleCount
    return this.#lastSampleAt
  }

  samples(probe: string): SampleRing {
    return this.#rings.of(probe)
  }

  /** Reads the sandbox and its lab, then follows them. */
  async open(): Promise<void> {
    try {
      this.replaceView(await api('readSandbox', { params: { sandboxId: this.id } }))
      const labId = (this.#view as SandboxView).labId
      // The attempts first: whoever sees a verdict for the first time after the lab is there calls it new.
      const [lab] = await Promise.all([api('readLab', { params: { labId } }), this.readAttempts()])
      this.#lab = lab
      this.#failure = null
      await this.#fetchEvents()
      this.#connect()
    } catch (thrown) {
      this.#failure = failureOf(thrown)
    }
  }

  close(): void {
    this.#live.close()
  }

  retryNow(): void {
    this.#live.retryNow()
  }

  /** Takes in a snapshot that another call answered with. */
  replaceView(view: SandboxView): void {
    this.#view = view
    if (view.state === 'ready') void this.#backfill()
  }

  /** Reads the experiments again: no snapshot has them. */
  async readAttempts(): Promise<void> {
    const answer = await api('listAttempts', { params: { sandboxId: this.id } }).catch(() => null)
    if (answer !== null) this.#listed = answer.items
  }

  #connect(): void {
    this.#live.connect({
      takeTicket: async () => {
        const body = { purpose: 'live' as const }
        return (await api('takeTicket', { params: { sandboxId: this.id }, body })).url
      },
      onOpen: () => {
        this.#connections += 1
        void this.#catchUp()
      },
      onMessage: (data) => this.#receive(data),
      onState: (state, failure) => {
        this.#connection = state
        if (state === 'refused') this.#failure = failure
      },
    })
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return
    const parsed = liveMessage.safeParse(JSON.parse(data))
    if (parsed.success) this.#apply(parsed.data)
    else console.warn('A live message has a shape that this page does not know.', parsed.error.issues[0])
  }

  #apply(message: LiveMessage): void {
    if (message.type === 'sandbox') {
      this.#clockAheadMs = message.now - Date.now()
      this.replaceView(message.sandbox)
    } else if (message.type === 'event') this.#addEvents([message.event])
    else this.#addSamples(message.probe, message.samples)
  }

  #addSamples(probe: string, samples: readonly ProbeSample[]): void {
    this.samples(probe).add(samples)
    this.#lastSampleAt = Math.max(this.#lastSampleAt, samples.at(-1)?.[0] ?? 0)
    this.#sampleCount += samples.length
  }

  #addEvents(fresh: readonly JournalEvent[]): void {
    if (fresh.length === 0) return
    this.#events = mergeEvents(this.#events, fresh, keptEvents)
    const isTold = fresh.some(
      ({ kind, data }) =>
        kind === 'verdict' || (kind === 'attempt.phase' && data['taskId'] === experimentTask),
    )
    if (isTold) void this.readAttempts()
  }

  async #fetchEvents(): Promise<void> {
    // Counted here: a live event that comes in between is newer than the pages that are still to come.
    let after = this.#events.at(-1)?.seq ?? 0
    for (;;) {
      const query = { after, limit: eventsPerPage }
      const page = await api('listEvents', { params: { sandboxId: this.id }, query })
      this.#addEvents(page.items)
      if (page.items.length < eventsPerPage) return
      after = page.items.at(-1)?.seq ?? after
    }
  }

  async #catchUp(): Promise<void> {
    this.#rings.forgetHistory()
    await Promise.all([this.#fetchEvents(), this.#backfill(), this.readAttempts()]).catch(
      (thrown: unknown) => {
        console.warn('What happened before could not be read.', thrown)
      },
    )
  }

  /** Fetches the samples from before this page was open, once per probe and connection. */
  async #backfill(): Promise<void> {
    const to = this.now()
    for (const probe of this.#lab?.probes ?? []) {
      if (!this.#rings.claimHistory(probe.name)) continue
      const params = { sandboxId: this.id, probe: probe.name }
      const query = { from: to - samplesKeptMs, to }
      const answer = await api('listSamples', { params, query }).catch(() => null)
      if (answer !== null) this.#addSamples(probe.name, answer.items)
      else this.#rings.forgetHistory(probe.name)
    }
  }
}
