import { Injectable } from '@nestjs/common'

export type WorkKind = 'provision' | 'teardown'

export interface QueuedWork {
  readonly sandboxId: string
  /** Aborts when the sandbox is to be torn down instead. */
  readonly signal: AbortSignal
  /** Must be called when the work is over, however it ended. */
  done(): void
}

interface Active {
  readonly kind: WorkKind
  readonly controller: AbortController
}

/**
 * Which sandboxes wait for work on this server. Only a hint that saves waiting for the next reconcile: the rows in the
 * database are the truth. Never two works on one sandbox at a time.
 */
@Injectable()
export class SandboxQueue {
  readonly #waiting: Record<WorkKind, Set<string>> = { provision: new Set(), teardown: new Set() }
  readonly #active = new Map<string, Active>()
  readonly #postponed = new Set<string>()
  #wakers: (() => void)[] = []

  /** Adds a sandbox; `first` puts it before the others (somebody waits for it). A teardown interrupts provisioning. */
  push(sandboxId: string, kind: WorkKind, { first = false } = {}): void {
    this.#postponed.delete(sandboxId)
    const waiting = this.#waiting[kind]
    if (first && !waiting.has(sandboxId)) this.#waiting[kind] = new Set([sandboxId, ...waiting])
    else waiting.add(sandboxId)
    const active = this.#active.get(sandboxId)
    if (kind === 'teardown' && active?.kind === 'provision') active.controller.abort()
    this.#wake()
  }

  /** Waits for a sandbox that nobody works on; undefined once `signal` aborts. */
  async take(kind: WorkKind, signal: AbortSignal): Promise<QueuedWork | undefined> {
    // One listener for the whole wait: `signal` lives as long as the server and would keep one of every wake.
    const wake = (): void => this.#wake()
    signal.addEventListener('abort', wake, { once: true })
    try {
      while (!signal.aborted) {
        const sandboxId = [...this.#waiting[kind]].find((id) => !this.#active.has(id))
        if (sandboxId !== undefined) return this.#begin(sandboxId, kind)
        await new Promise<void>((resolve) => this.#wakers.push(resolve))
      }
      return undefined
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  /** True while somebody works on it, or waits before trying again: a reconcile has nothing to add. */
  isBusy(sandboxId: string): boolean {
    return this.#active.has(sandboxId) || this.#postponed.has(sandboxId)
  }

  /** Marks a sandbox whose work is tried again later; `push` ends that. */
  postpone(sandboxId: string): void {
    this.#postponed.add(sandboxId)
  }

  /** Interrupts all provisioning under way: the server stops, and the next start goes on with it. */
  interrupt(): void {
    for (const { kind, controller } of this.#active.values()) if (kind === 'provision') controller.abort()
  }

  #begin(sandboxId: string, kind: WorkKind): QueuedWork {
    const controller = new AbortController()
    this.#waiting[kind].delete(sandboxId)
    this.#active.set(sandboxId, { kind, controller })
    const done = (): void => {
      this.#active.delete(sandboxId)
      this.#wake()
    }
    return { sandboxId, signal: controller.signal, done }
  }

  #wake(): void {
    const wakers = this.#wakers
    this.#wakers = []
    for (const wake of wakers) wake()
  }
}
