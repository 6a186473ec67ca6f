/** Counts mutations on their way to the engine, so that a fence can wait until the last one has landed. */
export class InFlight {
  private count = 0
  private waiting: (() => void)[] = []

  async run<T>(task: () => Promise<T>): Promise<T> {
    this.count++
    try {
      return await task()
    } finally {
      this.count--
      if (this.count === 0) for (const wake of this.waiting.splice(0)) wake()
    }
  }

  /** Resolves when nothing is in flight, at the latest after `ms`. */
  idle(ms: number): Promise<void> {
    if (this.count === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
