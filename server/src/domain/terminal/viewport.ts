import type { TerminalSize } from '@noops-dojo/contracts'

const isSame = (a: TerminalSize | undefined, b: TerminalSize | undefined): boolean =>
  a?.cols === b?.cols && a?.rows === b?.rows

/**
 * Whose window a shared terminal fits: the one that was last active (typed or resized while nobody else typed since),
 * as tmux’s `window-size latest`. A watching instructor’s small window never squeezes a learner’s editor.
 */
export class Viewport {
  readonly #sizes = new Map<string, TerminalSize>()
  /** Oldest activity first. */
  #order: string[] = []
  #current: TerminalSize | undefined

  constructor(size?: TerminalSize) {
    this.#current = size
  }

  get size(): TerminalSize | undefined {
    return this.#current
  }

  /** Each method gives the new size of the shell, or undefined when it stays. A newcomer watches until it types. */
  join(id: string, size: TerminalSize): TerminalSize | undefined {
    this.#sizes.set(id, size)
    this.#order = [id, ...this.#order.filter((other) => other !== id)]
    return this.#fit()
  }

  leave(id: string): TerminalSize | undefined {
    this.#sizes.delete(id)
    this.#order = this.#order.filter((other) => other !== id)
    return this.#fit()
  }

  resize(id: string, size: TerminalSize): TerminalSize | undefined {
    if (this.#sizes.has(id)) this.#sizes.set(id, size)
    return this.#fit()
  }

  active(id: string): TerminalSize | undefined {
    if (!this.#sizes.has(id) || this.#order.at(-1) === id) return undefined
    this.#order = [...this.#order.filter((other) => other !== id), id]
    return this.#fit()
  }

  #fit(): TerminalSize | undefined {
    const wanted = this.#sizes.get(this.#order.at(-1) ?? '')
    if (!wanted || isSame(wanted, this.#current)) return undefined
    this.#current = { cols: wanted.cols, rows: wanted.rows }
    return this.#current
  }
}
