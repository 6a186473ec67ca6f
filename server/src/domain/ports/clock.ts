/** Time, injected so that tests can own it. */
export abstract class Clock {
  /** Epoch milliseconds. */
  abstract now(): number
  /** Milliseconds since some moment; only what passes changes them, not that the clock is set. */
  abstract monotonic(): number
  /** Resolves after `ms` milliseconds, or rejects with the signal’s reason when it aborts. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>
}
