import type { Session } from '@noops-dojo/contracts'
import { api, failureOf, type Failure } from './client.ts'

/** Who uses this page. Read once at the start, then kept up to date by the pages that change it. */
class CurrentSession {
  #session = $state.raw<Session | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #reading: Promise<Session | null> | null = null

  get value(): Session | null {
    return this.#session
  }

  get failure(): Failure | null {
    return this.#failure
  }

  get isInstructor(): boolean {
    return this.#session?.role === 'instructor'
  }

  /** Reads the session unless it is known; gives null when the dojo does not answer. */
  read(): Promise<Session | null> {
    if (this.#session !== null) return Promise.resolve(this.#session)
    this.#reading ??= this.#load()
    return this.#reading
  }

  replace(session: Session): void {
    this.#session = session
    this.#failure = null
  }

  /** Drops what is known, because the dojo does not know this session any more: the next read asks it. */
  forget(): void {
    this.#session = null
  }

  async end(): Promise<void> {
    await api('endSession')
    this.#session = { role: 'anonymous' }
  }

  async #load(): Promise<Session | null> {
    try {
      this.replace(await api('readSession'))
    } catch (thrown) {
      this.#failure = failureOf(thrown)
    } finally {
      this.#reading = null
    }
    return this.#session
  }
}

export const session = new CurrentSession()
