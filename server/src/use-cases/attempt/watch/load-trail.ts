import type { Clock, HostLoad } from '../../../domain/ports/index.ts'
import type { LoadSample } from '../../../domain/recovery/host-load.ts'

const everyMs = 500

/** Looks at the load of the host from `start` to `stop`. A machine that does not tell leaves `samples` empty. */
export class LoadTrail {
  readonly #samples: LoadSample[]
  readonly #host: HostLoad
  readonly #clock: Clock
  readonly #abort = new AbortController()

  constructor(samples: LoadSample[], host: HostLoad, clock: Clock) {
    this.#samples = samples
    this.#host = host
    this.#clock = clock
  }

  start(): void {
    void this.#look().catch(() => undefined)
  }

  stop(): void {
    this.#abort.abort()
  }

  async #look(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const perProcessor = await this.#host.runnablePerProcessor()
      if (perProcessor !== null) this.#samples.push({ at: this.#clock.now(), perProcessor })
      await this.#clock.sleep(everyMs, this.#abort.signal)
    }
  }
}
