import colors from 'picocolors'

export interface StepReport {
  /** Shown behind the step's name when it is done. */
  readonly detail: string
}

const seconds = (startedAt: number) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
const heartbeatMs = 15_000

/**
 * Prints what is being done, on stderr so that stdout stays for results: one line per step with its seconds when
 * done, and in between the latest line of its output (on a terminal) or a sign of life every 15 s (elsewhere).
 */
export class Progress {
  readonly #out: NodeJS.WriteStream
  #latest = ''

  constructor(out: NodeJS.WriteStream = process.stderr) {
    this.#out = out
  }

  /** Feed for the output of a step's command. */
  readonly line = (line: string): void => {
    this.#latest = line.trim()
  }

  note(text: string): void {
    this.#out.write(`  ${text}\n`)
  }

  warn(text: string): void {
    this.#out.write(`${colors.yellow('!')} ${text}\n`)
  }

  /** Runs a step. Its promise's text is shown behind the name; an error is shown with ✗ and thrown on. */
  async step(name: string, action: () => Promise<string | void>): Promise<void> {
    const startedAt = Date.now()
    this.#latest = ''
    const stop = this.#out.isTTY ? this.#animate(name, startedAt) : this.#heartbeat(name, startedAt)
    try {
      const detail = await action()
      stop()
      this.#out.write(
        `${colors.green('✓')} ${name.padEnd(14)} ${colors.dim(seconds(startedAt).padStart(7))}  ${detail ?? ''}\n`,
      )
    } catch (error) {
      stop()
      this.#out.write(`${colors.red('✗')} ${name.padEnd(14)} ${colors.dim(seconds(startedAt).padStart(7))}\n`)
      throw error
    }
  }

  #animate(name: string, startedAt: number): () => void {
    const draw = () => {
      const width = (this.#out.columns || 80) - 30
      const latest = this.#latest.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, Math.max(0, width))
      this.#out.write(`\r\x1b[K… ${name.padEnd(14)} ${seconds(startedAt).padStart(7)}  ${colors.dim(latest)}`)
    }
    draw()
    const timer = setInterval(draw, 200)
    return () => {
      clearInterval(timer)
      this.#out.write('\r\x1b[K')
    }
  }

  #heartbeat(name: string, startedAt: number): () => void {
    const timer = setInterval(
      () =>
        this.#out.write(
          `… ${name.padEnd(14)} ${seconds(startedAt).padStart(7)}  ${this.#latest.slice(0, 100)}\n`,
        ),
      heartbeatMs,
    )
    return () => clearInterval(timer)
  }
}
