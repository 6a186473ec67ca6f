/** Kept for reading how a script ended that was stopped at the end of the time, ms. */
const closingMs = 2_000

/** The time that one run may take. Over is over: what was asked of the dojo ends with `signal`. */
export class RunLimit {
  /** Ends with the time, or when somebody interrupts. */
  readonly signal: AbortSignal
  readonly #time: AbortSignal | undefined
  readonly #interruption: AbortSignal
  readonly #timeoutMs: number | undefined
  readonly #until: number

  /** `timeoutMs`: from now on; undefined: no limit. */
  constructor(timeoutMs: number | undefined, interruption: AbortSignal) {
    this.#timeoutMs = timeoutMs
    this.#until = Date.now() + (timeoutMs ?? Number.POSITIVE_INFINITY)
    this.#time = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
    this.#interruption = interruption
    this.signal = this.#time ? AbortSignal.any([interruption, this.#time]) : interruption
  }

  /** Whether the time ended the run; an interruption that came first is none of it. */
  get isOver(): boolean {
    return this.#time?.aborted === true && !this.#interruption.aborted
  }

  get sentence(): string {
    return `The run was not finished within ${(this.#timeoutMs ?? 0) / 1000} s (--timeout).`
  }

  /** Gives the time for a script, ms: no more than is left, so that its output is still had. */
  forScript(wantedMs: number): number {
    return Math.round(Math.max(1_000, Math.min(wantedMs, this.#until - Date.now() - closingMs)))
  }
}
