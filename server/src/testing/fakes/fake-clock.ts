import { Clock } from '../../domain/ports/clock.ts'

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** Time that moves only when a test says so. What sleeps is woken by what passes, wherever the clock is set. */
export class FakeClock extends Clock {
  private sleepers: Sleeper[] = []
  private setMs = 0

  constructor(private time = 1_700_000_000_000) {
    super()
  }

  now(): number {
    return this.time + this.setMs
  }

  monotonic(): number {
    return this.time
  }

  /** Somebody sets the machine's clock, forwards or back. */
  setBy(ms: number): void {
    this.setMs += ms
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error)
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      this.sleepers.push({ until: this.time + ms, wake: resolve })
    })
  }

  /** Moves time on, waking sleepers in the order of their times and letting each go on before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const [next] = this.sleepers.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)
      if (next === undefined) break
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next)
      this.time = Math.max(this.time, next.until)
      next.wake()
    }
    this.time = end
  }
}
