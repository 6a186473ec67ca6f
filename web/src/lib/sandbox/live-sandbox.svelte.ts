import {
  isUsable,
  liveMessage,
  type Attempt,
  type FaultRun,
  type JournalEvent,
  type LabDetail,
  type LiveMessage,
  type ProbeSample,
  samplesKeptMs,
  type SandboxView,
  type TaskView,
} from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { PageConnection } from '#lib/api/page-connection.ts'
import type { ConnectionState } from '#lib/api/ticketed-socket.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { EventHistory } from './live/event-history.ts'
import { newerView, withRun, withTask } from './live/newer-view.ts'
import { Persistent } from './live/persistent.ts'
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
  readonly #history = new EventHistory(keptEvents)
  /** What happened before must be read in the end, or it is missing for good. */
  readonly #catchUp = new Persistent(() => this.#readEvents())
  readonly #attemptsReader = new Persistent(() => this.#readAttempts())
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
  /** False until this connection has told the server's clock: the times that are asked for are the server's. */
  #isClockKnown = false
  #isViewKnown = false
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
      this.#view = await api('readSandbox', { params: { sandboxId: this.id } })
      const { labId } = this.#view
      // The attempts first: whoever sees a verdict for the first time after the lab is there calls it new.
      const [lab] = await Promise.all([api('readLab', { params: { labId } }), this.readAttempts()])
      this.#lab = lab
      this.#failure = null
      await this.#readEvents()
      this.#connect()
    } catch (thrown) {
      this.#failure = failureOf(thrown)
    }
  }

  close(): void {
    this.#live.close()
    this.#catchUp.stop()
    this.#attemptsReader.stop()
  }

  retryNow(): void {
    this.#live.retryNow()
  }

  /** Takes in a view that a call answered with, unless the page knows a newer one. */
  takeAnswer(view: SandboxView): void {
    this.#view = newerView(this.#view, view)
  }

  /** Takes in what a call answered about one task. `asked`: the view when the call was made. */
  takeTask(task: TaskView, asked: SandboxView | null): void {
    if (this.#view !== null) this.#view = withTask(this.#view, task, asked?.lastSeq ?? 0)
  }

  /** Takes in what a call answered about a fault run. */
  takeRun(run: FaultRun): void {
    if (this.#view !== null) this.#view = withRun(this.#view, run)
  }

  /** Takes in an attempt that a call began. */
  takeAttempt(attempt: Attempt): void {
    const task = this.#view?.tasks.find(({ id }) => id === attempt.taskId)
    if (task !== undefined) this.takeTask({ ...task, attempts: [attempt] }, this.#view)
  }

  /** Reads the experiments again: no snapshot has them. */
  async readAttempts(): Promise<void> {
    await this.#readAttempts().catch(() => this.#attemptsReader.ask())
  }

  async #readAttempts(): Promise<void> {
    this.#listed = (await api('listAttempts', { params: { sandboxId: this.id } })).items
  }

  #connect(): void {
    this.#live.connect({
      takeTicket: async (signal) => {
        const body = { purpose: 'live' as const }
        return (await api('takeTicket', { params: { sandboxId: this.id }, body, signal })).url
      },
      onOpen: () => this.#opened(),
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

  #opened(): void {
    this.#connections += 1
    this.#isClockKnown = this.#isViewKnown = false
    this.#rings.forgetHistory()
    this.#catchUp.ask()
    this.#attemptsReader.ask()
  }

  #apply(message: LiveMessage): void {
    if (message.type === 'event') this.#addEvent(message.event)
    else if (message.type === 'samples') this.#addSamples(message.probe, message.samples)
    else {
      this.#clockAheadMs = message.now - Date.now()
      this.#isClockKnown = true
      if (message.type === 'sandbox') this.#takeSnapshot(message.sandbox)
      void this.#backfill()
    }
  }

  /** The first of a connection counts in any case: a dojo that was set back to an older state is what there is. */
  #takeSnapshot(view: SandboxView): void {
    const isOlder = this.#isViewKnown && this.#view !== null && view.lastSeq < this.#view.lastSeq
    if (!isOlder) this.#view = view
    this.#isViewKnown = true
  }

  #addSamples(probe: string, samples: readonly ProbeSample[]): void {
    this.samples(probe).add(samples)
    this.#lastSampleAt = Math.max(this.#lastSampleAt, samples.at(-1)?.[0] ?? 0)
    this.#sampleCount += samples.length
  }

  #addEvent(event: JournalEvent): void {
    if (!this.#history.takeLive(event)) this.#catchUp.ask()
    this.#showEvents([event])
  }

  #showEvents(fresh: readonly JournalEvent[]): void {
    this.#events = this.#history.events
    const isTold = fresh.some(
      ({ kind, data }) =>
        kind === 'verdict' || (kind === 'attempt.phase' && data['taskId'] === experimentTask),
    )
    if (isTold) this.#attemptsReader.ask()
  }

  async #readEvents(): Promise<void> {
    for (;;) {
      const query = { after: this.#history.completeTo, limit: eventsPerPage }
      const { items } = await api('listEvents', { params: { sandboxId: this.id }, query })
      this.#history.takePage(items)
      if (items.length > 0) this.#showEvents(items)
      if (items.length < eventsPerPage) return
    }
  }

  /** Fetches the samples from before this page was open, once per probe and connection. */
  async #backfill(): Promise<void> {
    if (!this.#isClockKnown || this.#view === null || !isUsable(this.#view)) return
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
