import { DojoError } from '@noops-dojo/contracts'

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: DojoError) => void
  readonly timer: NodeJS.Timeout
}

export const gatewayAway = (detail: string, cause?: unknown): DojoError =>
  new DojoError(
    'GATEWAY_AWAY',
    `The gateway does not answer (${detail}). The dojo starts it again by itself; try again in some seconds.`,
    undefined,
    cause,
  )

/** Requests that wait for their answer, by id. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  /** Registers a request; the promise rejects with GATEWAY_AWAY when no answer comes in `timeoutMs`. */
  open(what: string, timeoutMs: number): { id: number; answer: Promise<unknown> } {
    const id = (this.#lastId += 1)
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(
        () => this.#take(id)?.reject(gatewayAway(`${what}: no answer in ${timeoutMs / 1000} s`)),
        timeoutMs,
      )
      this.#pending.set(id, { resolve, reject, timer })
    })
    // It may be rejected before anybody awaits it.
    answer.catch(() => undefined)
    return { id, answer }
  }

  done(id: number, result: unknown): void {
    this.#take(id)?.resolve(result)
  }

  failed(id: number, message: string): void {
    this.#take(id)?.reject(new DojoError('INTERNAL', `The gateway refused a request: ${message}`))
  }

  failAll(reason: string): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(gatewayAway(reason))
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    if (pending) clearTimeout(pending.timer)
    this.#pending.delete(id)
    return pending
  }
}
