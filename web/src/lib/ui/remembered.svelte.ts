/** A value of the page's furniture that this browser remembers (the splitter, an open drawer). */
export class Remembered<T extends string | number | boolean> {
  readonly #key: string
  #value = $state() as T

  constructor(key: string, initial: T) {
    this.#key = `dojo.${key}`
    const stored = localStorage.getItem(this.#key)
    this.#value = stored === null ? initial : this.#parse(stored, initial)
  }

  get value(): T {
    return this.#value
  }

  set value(next: T) {
    this.#value = next
    localStorage.setItem(this.#key, JSON.stringify(next))
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
