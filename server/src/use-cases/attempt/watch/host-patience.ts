import type { Reason } from '@noops-dojo/contracts'
import type { Clock } from '../../../domain/ports/index.ts'
import { isOverloaded, meanLoad, type LoadSample } from '../../../domain/recovery/host-load.ts'
import { usualPatience, type Patience } from '../watch-baseline.ts'

/** For a host that is so full that anything loses a sample. */
export const longPatienceMs = 60_000

/** Waits longer for a steady state while the host is overloaded, and names the host when none came. */
export class HostPatience implements Patience {
  readonly startedAt: number
  readonly #load: readonly LoadSample[]
  readonly #clock: Clock

  /** `load`: of the host, filled while it is waited. */
  constructor(load: readonly LoadSample[], clock: Clock) {
    this.#load = load
    this.#clock = clock
    this.startedAt = clock.now()
  }

  readonly ms = (): number => (this.#isFull() ? longPatienceMs : usualPatience.ms())

  readonly reason = (): Reason => (this.#isFull() ? 'host-overloaded' : usualPatience.reason())

  #isFull(): boolean {
    return isOverloaded(meanLoad(this.#load, this.startedAt, this.#clock.now()))
  }
}
