import type { JournalEvent } from '@noops-dojo/contracts'

type Listener = (event: JournalEvent) => void
type Fetch = (sandboxId: string, afterSeq: number) => Promise<JournalEvent[]>

const retryMs = 1_000

interface Follower {
  readonly listeners: Set<Listener>
  /** Last event handed out; undefined until the log's end at the time of subscribing is known. */
  seq: number | undefined
  announced: number
  isFetching: boolean
  /** Resolves when the log's end at the time of subscribing is known. */
  begun: Promise<void>
}

/** Hands each event to its subscribers once and in order, whatever order announcements come in. */
export class Subscriptions {
  private readonly followers = new Map<string, Follower>()

  constructor(
    private readonly fetch: Fetch,
    private readonly lastSeq: (sandboxId: string) => Promise<number>,
    /** The log's end as far as this server knows it without asking: makes "from now on" exact for its own events. */
    private readonly knownSeq: (sandboxId: string) => number | undefined,
  ) {}

  add(sandboxId: string, listener: Listener): () => void {
    let follower = this.followers.get(sandboxId)
    if (follower === undefined) {
      follower = this.newFollower(sandboxId)
      this.followers.set(sandboxId, follower)
      follower.begun = this.catchUp(sandboxId, follower)
    }
    // A wrapper of its own, so that the same function may be subscribed twice.
    const entry: Listener = (event) => listener(event)
    follower.listeners.add(entry)
    return () => {
      follower.listeners.delete(entry)
      if (follower.listeners.size === 0 && this.followers.get(sandboxId) === follower)
        this.followers.delete(sandboxId)
    }
  }

  /** To be awaited before this server appends: else its own event could be read as one from before the subscription. */
  async begun(sandboxId: string): Promise<void> {
    await this.followers.get(sandboxId)?.begun
  }

  announce(sandboxId: string, seq: number): void {
    const follower = this.followers.get(sandboxId)
    if (follower === undefined) return
    follower.announced = Math.max(follower.announced, seq)
    void this.catchUp(sandboxId, follower)
  }

  /** After a lost connection: look for what was not announced. */
  catchUpAll(): void {
    for (const [sandboxId, follower] of this.followers) {
      follower.announced = Number.MAX_SAFE_INTEGER
      void this.catchUp(sandboxId, follower)
    }
  }

  private newFollower(sandboxId: string): Follower {
    const seq = this.knownSeq(sandboxId)
    return { listeners: new Set(), seq, announced: 0, isFetching: false, begun: Promise.resolve() }
  }

  private async catchUp(sandboxId: string, follower: Follower): Promise<void> {
    if (follower.isFetching) return
    follower.isFetching = true
    try {
      follower.seq ??= await this.lastSeq(sandboxId)
      while (follower.announced > follower.seq) {
        const events = await this.fetch(sandboxId, follower.seq)
        if (events.length === 0) break
        for (const event of events) this.hand(follower, event)
      }
      follower.announced = Math.min(follower.announced, follower.seq)
    } catch {
      // The database is away. The listener may have reconnected while this still waited for its answer.
      setTimeout(() => this.resume(sandboxId, follower), retryMs).unref()
    } finally {
      follower.isFetching = false
    }
  }

  private resume(sandboxId: string, follower: Follower): void {
    if (this.followers.get(sandboxId) === follower) void this.catchUp(sandboxId, follower)
  }

  private hand(follower: Follower, event: JournalEvent): void {
    follower.seq = event.seq
    for (const listener of [...follower.listeners]) listener(event)
  }
}
