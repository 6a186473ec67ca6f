import type { FromGateway, ProbeSample, SampleBatch } from '@noops-dojo/contracts'

const flushMs = 50
/** A server that does not read loses the push, not the samples: it fetches the window again. */
const maxBufferedBytes = 4 * 1024 * 1024

/** Where batches go: a WebSocket of a server. */
export interface SampleSink {
  readonly bufferedAmount: number
  send(text: string): void
}

/**
 * Collects samples and sends them every 50 ms (the contract allows 100), all in one message: a message for each probe
 * was fifty system calls in a row, and the probes that were due meanwhile went out late.
 */
export class SampleBatcher {
  readonly #sink: SampleSink
  readonly #pending = new Map<string, SampleBatch>()
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
    const batches = [...this.#pending.values()]
    this.#pending.clear()
    if (this.#sink.bufferedAmount > maxBufferedBytes) return
    for (const { samples } of batches) samples.sort((a, b) => a[0] - b[0])
    this.#sink.send(JSON.stringify({ type: 'samples', batches } satisfies FromGateway))
  }
}
