import { pulse } from '@noops-dojo/contracts'

const lookEveryMs = 1000
/** What is sent into a connection that was heard this lately is not doubted. */
const lateMs = 2000

export interface SilenceWatchOptions {
  /** Asks the other end to say something. */
  ask: () => void
  /** The other end is gone: nothing came although it was asked. Called once. */
  onLost: () => void
}

/**
 * Tells a connection that is quiet from one that is dead. A connection that was cut silently reports nothing, and what
 * is written into it vanishes; only asking shows it. After a silence it asks, and without an answer it is lost. A page
 * that was frozen finds a long silence when it wakes, and asks, too, before it gives up a connection that is well.
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions
  readonly #timer: ReturnType<typeof setInterval>
  #heardAt = Date.now()
  #askedAt: number | null = null

  constructor(options: SilenceWatchOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
  }

  /** Something came in. */
  heard(): void {
    this.#heardAt = Date.now()
    this.#askedAt = null
  }

  /** Something was sent that the other end usually answers: asks as well when it has been quiet. */
  sent(): void {
    if (Date.now() - this.#heardAt >= lateMs) this.doubt()
  }

  /** Asks now: something happened that connections seldom survive. */
  doubt(): void {
    if (this.#askedAt !== null) return
    this.#askedAt = Date.now()
    this.#options.ask()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = Date.now()
    if (this.#askedAt === null) {
      if (now - this.#heardAt >= pulse.doubtAfterMs) this.doubt()
    } else if (now - this.#askedAt >= pulse.answerWithinMs) {
      this.stop()
      this.#options.onLost()
    }
  }
}
