import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineEvent } from '../../../domain/ports/engine/sandbox-engine.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { MessageReader, watchedEvents, type EngineMessage } from './engine-message.ts'
import { EventTranslator } from './event-translation.ts'

const firstRetryMs = 250
const lastRetryMs = 5_000
/** Twice what the engine keeps and could send again. */
const rememberedEvents = 512

/**
 * Follows the engine’s events and reconnects by itself. It asks again from the last event on, because the engine keeps
 * 256 of them; what it sends a second time is left out. Events are hints: after a long gap only listing is true.
 */
export class EventWatch {
  readonly #engine: EngineConnection
  readonly #translator: EventTranslator
  readonly #listener: (event: EngineEvent) => void
  readonly #stop = new AbortController()
  #lastNano = 0
  readonly #seen = new Set<string>()

  constructor(engine: EngineConnection, instance: string, listener: (event: EngineEvent) => void) {
    this.#engine = engine
    this.#translator = new EventTranslator(engine, instance)
    this.#listener = listener
  }

  /** Begins to follow; gives the function that ends it. */
  start(): () => void {
    void this.#follow()
    return () => this.#stop.abort()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop
    // Fixed before the first connection, so that nothing between start() and it is missed.
    let since = Date.now() / 1000
    for (let retryMs = firstRetryMs; !signal.aborted; retryMs = Math.min(2 * retryMs, lastRetryMs)) {
      try {
        const stream = await this.#open(since)
        retryMs = firstRetryMs
        await this.#read(stream)
      } catch {
        // Away or cut off: asked again below, from where it ended.
      }
      if (this.#lastNano > 0) since = this.#lastNano / 1e9
      await sleep(retryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  #open(since: number): Promise<Readable> {
    return this.#engine.call('follow events', async (docker) => {
      const stream = (await docker.getEvents({
        since: since.toFixed(9),
        filters: JSON.stringify(watchedEvents),
      } as never)) as unknown as Readable
      const { signal } = this.#stop
      const end = () => void stream.destroy()
      signal.addEventListener('abort', end, { once: true })
      // The signal lives as long as the server: without this it would keep every stream that broke off.
      stream.once('close', () => signal.removeEventListener('abort', end))
      if (signal.aborted) end()
      return stream
    })
  }

  async #read(stream: Readable): Promise<void> {
    const reader = new MessageReader()
    for await (const chunk of stream)
      for (const message of reader.push(chunk as Uint8Array)) {
        if (this.#isRepeated(message)) continue
        const event = await this.#translator.translate(message)
        if (event && !this.#stop.signal.aborted) this.#listener(event)
      }
  }

  /** By identity, not by time: the engine’s own order is not strictly that of its clock. */
  #isRepeated(message: EngineMessage): boolean {
    const key = `${message.timeNano} ${message.Type} ${message.Action} ${message.Actor.ID}`
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    this.#lastNano = Math.max(this.#lastNano, message.timeNano)
    for (const oldest of this.#seen) {
      if (this.#seen.size <= rememberedEvents) break
      this.#seen.delete(oldest)
    }
    return false
  }
}
