/** When a task was looked at last, whether or not its check began, and when that began; milliseconds, -Infinity: never. */
export interface Turn {
  lookedAt: number
  begunAt: number
}

/** What is remembered of a watched sandbox: whether a hold is under way, and the turns of its tasks. */
export class Round {
  isHolding = false
  readonly #turns = new Map<string, Turn>()

  turn(taskId: string): Turn {
    const turn = this.#turns.get(taskId) ?? {
      lookedAt: Number.NEGATIVE_INFINITY,
      begunAt: Number.NEGATIVE_INFINITY,
    }
    this.#turns.set(taskId, turn)
    return turn
  }

  /** When any check of the sandbox began last. */
  get begunAt(): number {
    return Math.max(...[...this.#turns.values()].map(({ begunAt }) => begunAt))
  }
}

/** The rounds of all watched sandboxes. Nothing of it outlives the process: after a restart all checks are due. */
export class CheckRounds {
  readonly #rounds = new Map<string, Round>()

  of(sandboxId: string): Round {
    const round = this.#rounds.get(sandboxId) ?? new Round()
    this.#rounds.set(sandboxId, round)
    return round
  }

  /** Forgets all sandboxes but these. */
  keep(sandboxIds: readonly string[]): void {
    const kept = new Set(sandboxIds)
    for (const id of this.#rounds.keys()) if (!kept.has(id)) this.#rounds.delete(id)
  }
}
