import type { FromGateway, ProbeSample } from '@noops-dojo/contracts'

const flushMs = 50
/** A server that does not read loses the push, not the samples: it fetches the window again. */
const maxBufferedBytes = 4 * 1024 * 1024

/** Where batches go: a WebSocket of a server. */
export interface SampleSink {
  readonly bufferedAmount: number
  send(text: string): void
}

/** Collects samples and sends them every 50 ms (the contract allows 100), one message per probe. */
export class SampleBatcher {
  readonly #sink: SampleSink
  readonly #pending = new Map<string, { sandboxId: string; name: string; samples: ProbeSample[] }>()
  #timer: NodeJS.Timeout | undefined

  constructor(sink: SampleSink) {
    this.#sink = sink
  }

  add(sandboxId: string, name: string, sample: ProbeSample): void {
    const key = `${sandboxId}/${name}`
    const batch = this.#pending.get(key)
    if (batch) batch.samples.push(sample)
    else this.#pending.set(key, { sandboxId, name, samples: [sample] })
    this.#timer ??= setTimeout(() => this.#flush(), flushMs)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#pending.clear()
  }

  #flush(): void {
    this.#timer = undefined
    for (const batch of this.#pending.values()) {
      if (this.#sink.bufferedAmount > maxBufferedBytes) break
      batch.samples.sort((a, b) => a[0] - b[0])
      this.#sink.send(JSON.stringify({ type: 'samples', ...batch } satisfies FromGateway))
    }
    this.#pending.clear()
  }
}
