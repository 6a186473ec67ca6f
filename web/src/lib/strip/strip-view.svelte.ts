const shortestMs = 3000
const longestMs = 600_000

export type StripMode = 'live' | 'paused' | 'replay'

/**
 * Which window of time the strip shows. Live: the newest sample is at the right edge. Paused: a fixed window.
 * Replay: the right edge moves from a past moment on, at the speed of time, and what is later is not shown.
 */
export class StripView {
  #mode = $state<StripMode>('live')
  #spanMs = $state(40_000)
  #right = $state(0)
  #replayOffset = 0

  constructor(spanMs = 40_000) {
    this.#spanMs = spanMs
  }

  get mode(): StripMode {
    return this.#mode
  }

  get spanMs(): number {
    return this.#spanMs
  }

  /** The shown window at the moment `now` (epoch ms of the server's clock). */
  window(now: number): { from: number; to: number } {
    const to = this.rightEdge(now)
    return { from: to - this.#spanMs, to }
  }

  rightEdge(now: number): number {
    if (this.#mode === 'live') return now
    if (this.#mode === 'paused') return this.#right
    return Math.min(now, now - this.#replayOffset)
  }

  live(): void {
    this.#mode = 'live'
  }

  pause(now: number): void {
    this.#right = this.rightEdge(now)
    this.#mode = 'paused'
  }

  /** Plays on from where the view is; at the newest moment that is live. */
  play(now: number): void {
    this.replayFrom(this.rightEdge(now), now)
  }

  replayFrom(time: number, now: number): void {
    this.#replayOffset = Math.max(0, now - time)
    this.#mode = this.#replayOffset < 1000 ? 'live' : 'replay'
  }

  panBy(ms: number, now: number): void {
    this.pause(now)
    this.#right = Math.min(now, this.#right + ms)
    if (this.#right >= now && ms > 0) this.live()
  }

  /** Zooms by `factor` (< 1 is closer) and keeps the moment `anchor` where it is, unless the view is live. */
  zoom(factor: number, anchor: number, now: number): void {
    const span = Math.min(longestMs, Math.max(shortestMs, this.#spanMs * factor))
    if (this.#mode === 'paused') {
      const share = (this.#right - anchor) / this.#spanMs
      this.#right = Math.min(now, anchor + share * span)
    }
    this.#spanMs = span
  }

  /** Shows `time` in the middle. */
  center(time: number, now: number): void {
    this.pause(now)
    this.#right = Math.min(now, time + this.#spanMs / 2)
  }
}
