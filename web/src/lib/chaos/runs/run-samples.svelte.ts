import { samplesKeptMs } from '@noops-dojo/contracts'
import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { api } from '#lib/api/client.ts'
import { SampleRing } from '#lib/strip/sample-ring.ts'
import type { Run } from './alignment.ts'

export interface KeptSamples {
  ring: SampleRing
  /** `gone`: the server keeps none of them any more; `partly`: the first ones are gone; `unread`: reading failed. */
  state: 'reading' | 'there' | 'partly' | 'gone' | 'unread'
}

const marginMs = 1500
const capacity = 36_000

/** The samples of finished runs, read once each. They never change. */
export class RunSamples {
  readonly #sandboxId: string
  readonly #runs = new SvelteMap<string, KeptSamples>()

  constructor(sandboxId: string) {
    this.#sandboxId = sandboxId
  }

  of(run: Run): KeptSamples | undefined {
    return this.#runs.get(run.attempt.id)
  }

  /** Reads the samples of a run unless they are there; a failed call may be tried again. */
  async read(run: Run, probe: string): Promise<void> {
    const id = run.attempt.id
    // Untracked: an effect that reads runs would begin again at once with each failure, as fast as calls can fail.
    const known = untrack(() => this.#runs.get(id)?.state ?? 'unread')
    if (known !== 'unread' || run.attempt.endedAt === null) return
    const ring = new SampleRing(capacity)
    this.#runs.set(id, { ring, state: 'reading' })
    try {
      await this.#fill(ring, probe, run.from - marginMs, run.to + marginMs)
    } catch {
      this.#runs.set(id, { ring, state: 'unread' })
      return
    }
    const first = ring.length === 0 ? undefined : ring.start(0)
    const state = first === undefined ? 'gone' : first > run.from + marginMs ? 'partly' : 'there'
    this.#runs.set(id, { ring, state })
  }

  async #fill(ring: SampleRing, probe: string, from: number, to: number): Promise<void> {
    const params = { sandboxId: this.#sandboxId, probe }
    for (let start = from; start < to; start += samplesKeptMs) {
      const query = { from: start, to: Math.min(to, start + samplesKeptMs) }
      ring.add((await api('listSamples', { params, query })).items)
    }
  }
}
