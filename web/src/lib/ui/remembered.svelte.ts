/** A value of the page's furniture that this browser remembers (the splitter, an open drawer). */
export class Remembered<T extends string | number | boolean> {
  readonly #key: string
  readonly #storage: Storage
  #value = $state() as T

  /** With the session's storage the value outlives a reload, but not the browser's tab. */
  constructor(key: string, initial: T, storage: Storage = localStorage) {
    this.#key = `dojo.${key}`
    this.#storage = storage
    const stored = storage.getItem(this.#key)
    this.#value = stored === null ? initial : this.#parse(stored, initial)
  }

  get value(): T {
    return this.#value
  }

  set value(next: T) {
    this.#value = next
    this.#storage.setItem(this.#key, JSON.stringify(next))
  }

  #parse(text: string, initial: T): T {
    try {
      const parsed: unknown = JSON.parse(text)
      return typeof parsed === typeof initial ? (parsed as T) : initial
    } catch {
      return initial
    }
  }
}
