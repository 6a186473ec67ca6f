import { Refusal } from '../refusal.ts'

/** Requests a second with a burst of twice that. */
export class TokenBucket {
  private readonly perSecond: number
  private tokens: number
  private at = performance.now()

  constructor(perSecond: number) {
    this.perSecond = perSecond
    this.tokens = perSecond * 2
  }

  /** Throws Refusal 429 when the bucket is empty. */
  take(): void {
    const now = performance.now()
    this.tokens = Math.min(this.perSecond * 2, this.tokens + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.tokens < 1) throw new Refusal(429, 'too many requests from this sandbox; wait a second')
    this.tokens -= 1
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
