import { Refusal } from '../refusal.ts'

/** So much a second, with a burst. */
export class TokenBucket {
  private readonly what: string
  private readonly perSecond: number
  private readonly burst: number
  private tokens: number
  private at = performance.now()

  /** `what` is counted, in the plural. */
  constructor(what: string, perSecond: number, burst = perSecond * 2) {
    this.what = what
    this.perSecond = perSecond
    this.burst = burst
    this.tokens = burst
  }

  /** Throws Refusal 429 when the bucket holds less than `count`. */
  take(count = 1): void {
    const now = performance.now()
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.tokens < count)
      throw new Refusal(429, `too many ${this.what} from this sandbox; wait ${this.secondsUntil(count)}`)
    this.tokens -= count
  }

  private secondsUntil(count: number): string {
    const seconds = Math.ceil((count - this.tokens) / this.perSecond)
    return seconds === 1 ? 'a second' : `${seconds} seconds`
  }
}

/** Open streams (logs, events, stats, attach, exec, archives) of one sandbox. */
export class Streams {
  limit: number
  open = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Takes a place; give it back with the returned function, which may be called twice. Throws Refusal 429. */
  enter(): () => void {
    if (this.open >= this.limit)
      throw new Refusal(429, `this sandbox has ${this.open} streams open; close one first`)
    this.open++
    let isLeft = false
    return () => {
      if (!isLeft) this.open--
      isLeft = true
    }
  }
}
