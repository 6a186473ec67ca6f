import { Remembered } from '#lib/ui/remembered.svelte.ts'
import { paneOfTab, type Pane } from './tab-order.ts'

/** Which part of the lab a phone shows: the text, the workspace with its tabs, or the timeline. */
type Part = 'text' | 'work' | 'timeline'

/**
 * Where a person is in a lab: page of the text, tab in front, part that a phone shows, terminals whose tab they closed.
 * Outlives a reload, and is one for the text that is read while the sandbox is built and the text of the lab.
 */
export class Whereabouts {
  readonly #page: Remembered<number>
  readonly #tab: Remembered<string>
  readonly #part: Remembered<Part>
  readonly #closed: Remembered<string>
  /** How far the page of the text was scrolled, CSS pixels; 0 until somebody has scrolled. Not kept for a reload. */
  scrollTop = 0

  constructor(sandboxId: string) {
    const kept = <T extends string | number>(name: string, initial: T) =>
      new Remembered<T>(`${sandboxId}.${name}`, initial, sessionStorage)
    this.#page = kept('page', -1)
    this.#tab = kept('tab', '')
    this.#part = kept<Part>('part', 'text')
    this.#closed = kept('closed', '')
  }

  /** Index of the page that the person turned to, or null: they have not turned one yet. */
  get page(): number | null {
    return this.#page.value < 0 ? null : this.#page.value
  }

  turnTo(page: number): void {
    this.#page.value = page
    this.scrollTop = 0
  }

  get tab(): string {
    return this.#tab.value
  }

  set tab(next: string) {
    this.#tab.value = next
  }

  get pane(): Pane {
    return this.#part.value === 'work' ? paneOfTab(this.tab) : this.#part.value
  }

  /** Brings a part into view where only one has room. */
  show(part: Part): void {
    this.#part.value = part
  }

  isClosed(terminal: string): boolean {
    return this.#closed.value.split(' ').includes(terminal)
  }

  setClosed(terminal: string, isClosed: boolean): void {
    const others = this.#closed.value.split(' ').filter((name) => name !== '' && name !== terminal)
    this.#closed.value = [...others, ...(isClosed ? [terminal] : [])].join(' ')
  }
}
