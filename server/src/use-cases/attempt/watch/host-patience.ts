import type { Reason } from '@noops-dojo/contracts'
import type { Clock } from '../../../domain/ports/index.ts'
import { isOverloaded, meanLoad, type LoadSample } from '../../../domain/recovery/host-load.ts'
import { usualPatience, type Patience } from '../run/watch-baseline.ts'

/**
 * For a host that is so full that anything loses a sample, for one that was steady already, and for services that may still
 * roll after a mechanism was removed.
 */
export const longPatienceMs = 60_000

/**
 * Waits longer for a steady state on an overloaded host, and names the host when none came. When the host has become calm,
 * the system gets the usual time from then on.
 */
export class HostPatience implements Patience {
  readonly startedAt: number
  readonly #load: readonly LoadSample[]
  readonly #clock: Clock
  #fullAt: number | undefined

  /** `load`: of the host, filled while it is waited. */
  constructor(load: readonly LoadSample[], clock: Clock) {
    this.#load = load
    this.#clock = clock
    this.startedAt = clock.now()
  }

  /** From the start, and never more than a minute. */
  readonly ms = (): number => {
    this.#look()
    if (this.#fullAt === undefined) return usualPatience.ms()
    return Math.min(longPatienceMs, this.#fullAt - this.startedAt + usualPatience.ms())
  }

  readonly reason = (): Reason => {
    this.#look()
    return this.#fullAt === undefined ? usualPatience.reason() : 'host-overloaded'
  }

  /** By the mean since the start: a single full moment is none of a full host. */
  #look(): void {
    const now = this.#clock.now()
    if (isOverloaded(meanLoad(this.#load, this.startedAt, now))) this.#fullAt = now
  }
}
