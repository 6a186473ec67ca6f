import { Injectable } from '@nestjs/common'

type Listener = () => void

/** Tells the live pages of this server that a sandbox’s view changed in a way that is no event of its log. */
@Injectable()
export class SandboxChanges {
  readonly #listeners = new Map<string, Set<Listener>>()

  notify(sandboxId: string): void {
    for (const listener of this.#listeners.get(sandboxId) ?? []) listener()
  }

  /** Gives the function that ends the subscription. */
  subscribe(sandboxId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(sandboxId) ?? new Set()
    this.#listeners.set(sandboxId, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(sandboxId)
    }
  }
}
