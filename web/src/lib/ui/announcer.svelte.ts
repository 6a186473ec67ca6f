/** What a screen reader is told: changes of tasks and verdicts, never samples. */
class Announcer {
  #text = $state('')

  get text(): string {
    return this.#text
  }

  say(text: string): void {
    // The same sentence twice is only read twice when it differs.
    this.#text = this.#text === text ? `${text}\u00a0` : text
  }
}

export const announcer = new Announcer()
