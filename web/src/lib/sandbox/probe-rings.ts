import { SampleRing } from '#lib/strip/sample-ring.ts'

/** Ten minutes at 100 ms: what the server keeps too. */
const capacity = 6000

/** The samples of each probe of a sandbox, in plain memory: at 10 Hz reactive state would only cost. */
export class ProbeRings {
  readonly #rings = new Map<string, SampleRing>()
  readonly #filled = new Set<string>()

  of(probe: string): SampleRing {
    let ring = this.#rings.get(probe)
    if (ring === undefined) this.#rings.set(probe, (ring = new SampleRing(capacity)))
    return ring
  }

  /** Gives true the first time it is called for a probe since the last `forget`. */
  claimHistory(probe: string): boolean {
    if (this.#filled.has(probe)) return false
    this.#filled.add(probe)
    return true
  }

  /** After a lost connection the history has holes again; `probe` undefined: of all probes. */
  forgetHistory(probe?: string): void {
    if (probe === undefined) this.#filled.clear()
    else this.#filled.delete(probe)
  }
}
