import { Injectable } from '@nestjs/common'

/** Which sandboxes somebody is looking at through this server; checks run only for those. */
@Injectable()
export class Presence {
  readonly #viewers = new Map<string, number>()

  /** Somebody looks; gives the function to call (once) when they leave. */
  enter(sandboxId: string): () => void {
    let isHere = true
    this.#viewers.set(sandboxId, (this.#viewers.get(sandboxId) ?? 0) + 1)
    return () => {
      if (!isHere) return
      isHere = false
      const left = (this.#viewers.get(sandboxId) ?? 1) - 1
      if (left > 0) this.#viewers.set(sandboxId, left)
      else this.#viewers.delete(sandboxId)
    }
  }

  isViewed(sandboxId: string): boolean {
    return this.#viewers.has(sandboxId)
  }

  /** Ids of all sandboxes that are viewed now. */
  list(): string[] {
    return [...this.#viewers.keys()]
  }
}
