import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { Clock } from '../../domain/ports/index.ts'

const windowMs = 60_000
const maxTracked = 10_000

/**
 * Counts failed attempts at keys and codes per address. Successes do not count: a class of forty behind one address
 * may join at once, while nobody can try codes by the thousand.
 */
@Injectable()
export class AttemptLimit {
  private readonly failures = new Map<string, number[]>()

  constructor(private readonly clock: Clock) {}

  /** Runs `attempt`; throws TOO_MANY_REQUESTS without running it after `max` failures of `who` within a minute. */
  async guard<T>(who: string, max: number, attempt: () => T | Promise<T>): Promise<T> {
    const recent = this.recent(who)
    if (recent.length >= max)
      throw new DojoError(
        'TOO_MANY_REQUESTS',
        'Too many failed attempts from here. Wait a minute, then try again.',
      )
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof DojoError) this.note(who, [...recent, this.clock.now()])
      throw error
    }
  }

  private recent(who: string): number[] {
    const since = this.clock.now() - windowMs
    return (this.failures.get(who) ?? []).filter((at) => at > since)
  }

  private note(who: string, times: number[]): void {
    this.failures.delete(who)
    this.failures.set(who, times)
    const oldest = this.failures.keys().next().value
    if (this.failures.size > maxTracked && oldest !== undefined) this.failures.delete(oldest)
  }
}
