import { Refusal } from '../refusal.ts'

/** Connections of one socket, and requests under way, beyond its streams: enough for any client, too few to exhaust us. */
export const spareConnections = 64

/** Places that are taken and given back: open streams (logs, events, attach, archives), requests under way. */
export class Places {
  limit: number
  open = 0
  private readonly what: string

  /** `what` is counted, with what to do when there are too many. */
  constructor(limit: number, what: string) {
    this.limit = limit
    this.what = what
  }

  /** Takes a place; give it back with the returned function, which may be called twice. Throws Refusal 429. */
  enter(): () => void {
    if (this.open >= this.limit) throw new Refusal(429, `this sandbox has ${this.open} ${this.what}`)
    this.open++
    let isLeft = false
    return () => {
      if (!isLeft) this.open--
      isLeft = true
    }
  }
}
