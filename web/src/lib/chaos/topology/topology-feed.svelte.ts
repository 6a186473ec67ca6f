import type { Topology } from '@noops-dojo/contracts'
import { api } from '#lib/api/client.ts'

const everyMs = 1500
const soonMs = 150

/** What stands in the sandbox, read again and again while somebody looks at it, and soon after an event. */
export class TopologyFeed {
  readonly #sandboxId: string
  #topology = $state.raw<Topology | null>(null)
  #isAway = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false
  #isReading = false

  constructor(sandboxId: string) {
    this.#sandboxId = sandboxId
  }

  get topology(): Topology | null {
    return this.#topology
  }

  /** The last reading failed: what is shown may be old. */
  get isAway(): boolean {
    return this.#isAway
  }

  /** Starts reading; gives what stops it. */
  open(): () => void {
    this.#isOpen = true
    void this.#tick()
    return () => {
      this.#isOpen = false
      clearTimeout(this.#timer)
    }
  }

  /** Something happened: reads soon. */
  poke(): void {
    if (this.#isOpen && !this.#isReading) this.#schedule(soonMs)
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#tick(), delayMs)
  }

  async #tick(): Promise<void> {
    if (!document.hidden) {
      this.#isReading = true
      const answer = await api('readTopology', { params: { sandboxId: this.#sandboxId } }).catch(() => null)
      this.#isReading = false
      this.#isAway = answer === null
      if (answer !== null) this.#topology = answer
    }
    if (this.#isOpen) this.#schedule(everyMs)
  }
}
