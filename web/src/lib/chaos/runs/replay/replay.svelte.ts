import {
  isOver,
  newReplay,
  pause,
  play,
  positionAt,
  seek,
  withLength,
  withSpeed,
  type ReplayClock,
} from './replay-clock.ts'

const stillMs = 500
export const speeds = [1, 4, 16] as const

/** The replay that all shown runs share. Position counts from the left edge of their windows, milliseconds. */
export class Replay {
  #clock = $state.raw<ReplayClock>(newReplay(0))
  #shownMs = $state(0)
  #frame = 0
  #shownAt = 0
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)')

  get lengthMs(): number {
    return this.#clock.lengthMs
  }

  get isPlaying(): boolean {
    return this.#clock.isPlaying
  }

  get speed(): number {
    return this.#clock.speed
  }

  /** For the slider: follows the position while it plays. */
  get shownMs(): number {
    return this.#shownMs
  }

  /** For the painter, at every frame. */
  positionMs(): number {
    return positionAt(this.#clock, performance.now())
  }

  resize(lengthMs: number): void {
    if (lengthMs !== this.#clock.lengthMs) this.#set(withLength(this.#clock, lengthMs, performance.now()))
  }

  toggle = (): void => {
    const now = performance.now()
    this.#set(this.#clock.isPlaying ? pause(this.#clock, now) : play(this.#clock, now))
    if (this.#clock.isPlaying) this.#follow()
  }

  restart = (): void => this.seek(0)

  seek = (positionMs: number): void => this.#set(seek(this.#clock, positionMs, performance.now()))

  setSpeed = (speed: number): void => this.#set(withSpeed(this.#clock, speed, performance.now()))

  stop(): void {
    cancelAnimationFrame(this.#frame)
  }

  #set(clock: ReplayClock): void {
    this.#clock = clock
    this.#shownMs = this.positionMs()
  }

  #follow = (): void => {
    // Pause and play within one frame would leave the old one running beside this one, with nobody to stop it.
    cancelAnimationFrame(this.#frame)
    const now = performance.now()
    // Without motion the slider moves in steps, as the strip does.
    if (!this.#still.matches || now - this.#shownAt >= stillMs) {
      this.#shownMs = this.positionMs()
      this.#shownAt = now
    }
    if (isOver(this.#clock, now)) this.#set(pause(this.#clock, now))
    if (this.#clock.isPlaying) this.#frame = requestAnimationFrame(this.#follow)
  }
}
