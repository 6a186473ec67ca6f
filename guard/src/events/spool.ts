import { mkdirSync, readdirSync, readFileSync, unlinkSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { GuardEvent } from '@noops-dojo/contracts/guard'
import { unavailable } from '../refusal.ts'

/** What is known before a mutation goes to the engine. */
export type Intent = Omit<GuardEvent, 'seq' | 'status'>
export type Begun = { id: number; intent: Intent }
/** Events that a follower asked for and does not get: those after `after` and before `next`. */
export type Gap = { after: number; next: number }
type Line = { id: number; intent?: Intent; event?: GuardEvent }

const usuallyKept = 10_000
const maxSegmentBytes = 4 * 1024 * 1024

/**
 * Durable, ordered record of mutations. The intent is on disk (fdatasync) before the engine hears of it; the event, with
 * its sequence number and the engine's status, follows. An intent whose event is missing after a crash becomes an event
 * of status 0: what the engine did with it is unknown, that a hand was raised is not.
 */
export class Spool {
  private readonly folder: string
  private readonly maxKept: number
  private handle: FileHandle | null = null
  private segmentBytes = 0
  private nextId = 1
  private seq = 0
  private readonly kept: GuardEvent[] = []
  private queue: { text: string; done: (error: Error | null) => void }[] = []
  private flushing: Promise<void> | null = null
  private readonly followers = new Set<() => void>()

  private constructor(folder: string, maxKept: number) {
    this.folder = folder
    this.maxKept = maxKept
  }

  /** Opens the folder, reads the last `maxKept` events and closes what a crash left open. */
  static async open(folder: string, maxKept = usuallyKept): Promise<Spool> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const spool = new Spool(folder, maxKept)
    await spool.recover()
    return spool
  }

  get lastSeq(): number {
    return this.seq
  }

  /** Records an intent durably. Throws Refusal 503 when it cannot: then the mutation must not happen. */
  async begin(intent: Intent): Promise<Begun> {
    const begun = { id: this.nextId++, intent }
    try {
      await this.append({ id: begun.id, intent })
    } catch (error) {
      throw unavailable(`the change cannot be recorded (${(error as Error).message}), so it is refused`)
    }
    return begun
  }

  /** Records the outcome. Never throws: the engine has already acted. */
  async complete(begun: Begun, status: number, more: Partial<Intent> = {}): Promise<void> {
    const event: GuardEvent = { ...begun.intent, ...more, status, seq: ++this.seq }
    const isDurable = this.append({ id: begun.id, event }).catch(() => undefined)
    this.kept.push(event)
    this.forget()
    await isDurable
    for (const wake of this.followers) wake()
  }

  /**
   * Events after a sequence number, oldest first, then each new one until the signal. `onGap` hears of those that are not
   * kept any more. A number beyond the last one is of another record (this one was lost or put back): then all come.
   */
  async *follow(
    after: number,
    signal: AbortSignal,
    onGap: (gap: Gap) => void = () => undefined,
  ): AsyncGenerator<GuardEvent> {
    let last = after
    if (after > this.seq) {
      onGap({ after, next: this.kept[0]?.seq ?? this.seq + 1 })
      last = (this.kept[0]?.seq ?? this.seq + 1) - 1
    }
    while (!signal.aborted) {
      for (const event of this.kept.filter(({ seq }) => seq > last)) {
        if (event.seq > last + 1) onGap({ after: last, next: event.seq })
        yield event
        last = event.seq
      }
      if (this.kept.at(-1) && this.kept.at(-1)!.seq > last) continue
      await this.news(signal)
    }
  }

  async close(): Promise<void> {
    await this.flushing
    await this.handle?.close()
    this.handle = null
  }

  private forget(): void {
    if (this.kept.length > this.maxKept) this.kept.splice(0, this.kept.length - this.maxKept)
  }

  private news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.followers.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.followers.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  private append(line: Line): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({
        text: `${JSON.stringify(line)}\n`,
        done: (error) => (error ? reject(error) : resolve()),
      })
      this.flushing ??= this.flush().finally(() => (this.flushing = null))
    })
  }

  /** Group commit: everything that is waiting goes out with one write and one fdatasync. */
  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue
      this.queue = []
      let failure: Error | null = null
      try {
        const bytes = Buffer.from(batch.map(({ text }) => text).join(''))
        const handle = await this.segment(bytes.length)
        await handle.write(bytes)
        await handle.datasync()
      } catch (error) {
        failure = error as Error
        await this.handle?.close().catch(() => undefined)
        this.handle = null
      }
      for (const { done } of batch) done(failure)
    }
  }

  private async segment(adding: number): Promise<FileHandle> {
    if (this.handle && this.segmentBytes + adding <= maxSegmentBytes) {
      this.segmentBytes += adding
      return this.handle
    }
    await this.handle?.close()
    this.handle = await open(
      join(this.folder, `${String(Date.now()).padStart(15, '0')}-${this.nextId}.ndjson`),
      'a',
      0o600,
    )
    this.segmentBytes = adding
    for (const old of segments(this.folder).slice(0, -8)) unlinkSync(join(this.folder, old))
    return this.handle
  }

  private async recover(): Promise<void> {
    const open = new Map<number, Intent>()
    for (const file of segments(this.folder))
      for (const text of readFileSync(join(this.folder, file), 'utf8').split('\n')) {
        const line = readLine(text)
        if (!line) continue
        this.nextId = Math.max(this.nextId, line.id + 1)
        if (line.intent) open.set(line.id, line.intent)
        if (!line.event) continue
        open.delete(line.id)
        this.kept.push(line.event)
      }
    this.kept.sort((a, b) => a.seq - b.seq)
    this.seq = this.kept.at(-1)?.seq ?? 0
    this.forget()
    for (const [id, intent] of open) await this.complete({ id, intent }, 0)
  }
}

const segments = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()

/** A line that a crash cut in half is no line. */
function readLine(text: string): Line | null {
  try {
    return text === '' ? null : (JSON.parse(text) as Line)
  } catch {
    return null
  }
}
