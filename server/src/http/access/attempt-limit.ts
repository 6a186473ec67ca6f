import { Injectable } from '@nestjs/common'
import { DojoError, type ErrorCode } from '@noops-dojo/contracts'
import { Clock } from '../../domain/ports/index.ts'

const windowMs = 60_000
const maxTracked = 10_000
/** A database that is away or a class that is closed says nothing about who guesses. */
const wrongGuesses: readonly ErrorCode[] = ['JOIN_CODE_UNKNOWN', 'INSTRUCTOR_KEY_WRONG']

const isWrongGuess = (error: unknown): boolean =>
  error instanceof DojoError && wrongGuesses.includes(error.code)

/**
 * Counts wrong guesses of keys and codes per address. Right ones do not count: a class of forty behind one address may
 * join at once, while nobody can try codes by the thousand.
 */
@Injectable()
export class AttemptLimit {
  private readonly failures = new Map<string, number[]>()
  private readonly running = new Map<string, Set<Promise<unknown>>>()

  constructor(private readonly clock: Clock) {}

  /** Runs `attempt`; throws TOO_MANY_REQUESTS without running it after `max` wrong guesses of `who` within a minute. */
  async guard<T>(who: string, max: number, attempt: () => T | Promise<T>): Promise<T> {
    // Between the last look at the limit and `begin` nothing may be awaited: another try would look at the same count.
    for (let before = this.inTheWay(who, max); before; before = this.inTheWay(who, max))
      await Promise.race(before).catch(() => undefined)
    const trying = Promise.resolve().then(attempt)
    const end = this.begin(who, trying)
    try {
      return await trying
    } catch (error) {
      if (isWrongGuess(error)) this.note(who)
      throw error
    } finally {
      end()
    }
  }

  /**
   * The tries that must end before one more may begin, if any: each that is under way may turn out wrong. They are waited
   * for and not refused, as they may all be right.
   */
  private inTheWay(who: string, max: number): Set<Promise<unknown>> | undefined {
    const failed = this.recent(who).length
    if (failed >= max)
      throw new DojoError(
        'TOO_MANY_REQUESTS',
        'Too many failed attempts from here. Wait a minute, then try again.',
      )
    const running = this.running.get(who)
    return running && failed + running.size >= max ? running : undefined
  }

  private begin(who: string, trying: Promise<unknown>): () => void {
    const running = this.running.get(who) ?? new Set()
    this.running.set(who, running.add(trying))
    return () => {
      running.delete(trying)
      if (running.size === 0) this.running.delete(who)
    }
  }

  private recent(who: string): number[] {
    const since = this.clock.now() - windowMs
    return (this.failures.get(who) ?? []).filter((at) => at > since)
  }

  private note(who: string): void {
    const times = [...this.recent(who), this.clock.now()]
    this.failures.delete(who)
    this.failures.set(who, times)
    const oldest = this.failures.keys().next().value
    if (this.failures.size > maxTracked && oldest !== undefined) this.failures.delete(oldest)
  }
}
