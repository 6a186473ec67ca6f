import { interruptExecution } from '../failure/chaos-error.ts'

/** A Python BaseException: no `except Exception` catches it. */
export class ExitSignal extends Error {
  readonly kind: 'KeyboardInterrupt' | 'SystemExit'
  /** 20: SIGUSR1; 30: SIGUSR2; 0 for KeyboardInterrupt. */
  readonly code: number
  constructor(kind: 'KeyboardInterrupt' | 'SystemExit', code: number) {
    super(kind)
    this.kind = kind
    this.code = code
  }
}

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGUSR1' | 'SIGUSR2'

const errorOf = (name: SignalName): Error => {
  if (name === 'SIGTERM') return interruptExecution('SIGTERM signal received')
  if (name === 'SIGINT') return new ExitSignal('KeyboardInterrupt', 0)
  return new ExitSignal('SystemExit', name === 'SIGUSR1' ? 20 : 30)
}

/**
 * Signals as Python delivers them: to the main flow only, as an exception at the place where it waits. Each is delivered
 * once; the flow may go on to the rollbacks and be interrupted there again. Source: chaoslib/exit.py.
 */
export class Interrupts {
  #pending: Error | undefined
  #reject: ((error: Error) => void) | undefined

  raise(name: SignalName): void {
    const error = errorOf(name)
    if (this.#reject) this.#reject(error)
    else this.#pending ??= error
  }

  /** Throws a signal that came while the main flow was not waiting. */
  check(): void {
    const error = this.#pending
    this.#pending = undefined
    if (error) throw error
  }

  /** Waits in the main flow; a signal rejects it. The work itself goes on unheard. */
  async guard<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {})
    this.check()
    const interrupted = new Promise<never>((_, reject) => {
      this.#reject = reject
    })
    try {
      return await Promise.race([work, interrupted])
    } finally {
      this.#reject = undefined
    }
  }
}

/** How a flow waits: the main one can be interrupted, those in the background cannot. */
export type Flow = <T>(work: Promise<T>) => Promise<T>
export const background: Flow = (work) => work
