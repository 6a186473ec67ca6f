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
