import type { Terminal } from '@xterm/xterm'
import { api, type Failure } from '#lib/api/client.ts'
import { typedWithControl } from './control-key.ts'
import { TerminalLink, type LinkState } from './terminal-link.ts'

const longestTitle = 60

/** A title is set by whatever runs in the sandbox: keep printable text of a line, and not much of it. */
export const cleanTitle = (title: string): string =>
  title
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, '')
    .trim()
    .slice(0, longestTitle)

/** One terminal of a sandbox: its connection as state for the page, wired to an xterm once that is loaded. */
export class TerminalConnection {
  readonly sandboxId: string
  readonly name: string
  #state = $state<LinkState>('connecting')
  #exitCode = $state<number | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #title = $state('')
  #isControlDown = $state(false)
  #link: TerminalLink | null = null
  #xterm: Terminal | null = null

  constructor(sandboxId: string, name: string) {
    this.sandboxId = sandboxId
    this.name = name
  }

  get state(): LinkState {
    return this.#state
  }

  get exitCode(): number | null {
    return this.#exitCode
  }

  get failure(): Failure | null {
    return this.#failure
  }

  get title(): string {
    return this.#title
  }

  /** Ctrl of the key row: down until the next letter, from the row or from the phone's keyboard. */
  get isControlDown(): boolean {
    return this.#isControlDown
  }

  /** Connects `xterm` to the shell. Gives the clean-up. */
  attach(xterm: Terminal): () => void {
    this.#xterm = xterm
    this.#link = this.#makeLink(xterm)
    const listeners = [
      xterm.onData((text) => this.#type(text)),
      xterm.onBinary((text) => this.#link?.typeBinary(text)),
      xterm.onResize(() => this.#link?.resized()),
      xterm.onTitleChange((title) => (this.#title = cleanTitle(title))),
      // OSC 52 would let a program in the sandbox write or read the clipboard: swallowed.
      xterm.parser.registerOscHandler(52, () => true),
    ]
    this.#link.open()
    return () => {
      for (const listener of listeners) listener.dispose()
      this.#link?.close()
      this.#link = null
      this.#xterm = null
    }
  }

  focus(): void {
    this.#xterm?.focus()
  }

  toggleControl(): void {
    this.#isControlDown = !this.#isControlDown
    this.focus()
  }

  /** Sends a key of the key row; a single letter with Ctrl when that is down. */
  press(sequence: string): void {
    this.#type(sequence)
    this.#isControlDown = false
    this.focus()
  }

  /** Runs a command line as if it had been pasted and Return pressed. Gives false without a connection. */
  run(command: string): boolean {
    if (this.#xterm === null || this.#state !== 'open') return false
    this.#xterm.paste(command.trimEnd())
    this.#link?.type('\r')
    this.focus()
    return true
  }

  retryNow(): void {
    this.#link?.retryNow()
  }

  /** Opens a new shell after the old one has ended. */
  reopen(): void {
    const xterm = this.#xterm
    if (xterm === null) return
    xterm.reset()
    this.#link?.close()
    this.#link = this.#makeLink(xterm)
    this.#link.open()
  }

  #type(text: string): void {
    const typed = this.#isControlDown ? typedWithControl(text) : { sent: text, isStillDown: false }
    this.#isControlDown = typed.isStillDown
    this.#link?.type(typed.sent)
  }

  #makeLink(xterm: Terminal): TerminalLink {
    return new TerminalLink({
      screen: {
        write: (bytes, parsed) => xterm.write(bytes, parsed),
        // Queued behind the bytes that are still to be parsed, which xterm.reset() would overtake.
        reset: () => xterm.write('\u001bc'),
        size: () => ({ cols: Math.max(2, xterm.cols), rows: Math.max(1, xterm.rows) }),
      },
      takeTicket: async (signal) => {
        const body = { purpose: 'terminal' as const, terminal: this.name }
        return (await api('takeTicket', { params: { sandboxId: this.sandboxId }, body, signal })).url
      },
      onState: (state, detail) => {
        this.#state = state
        this.#failure = detail.failure
        this.#exitCode = detail.exitCode
      },
      onNotice: (key, text) => console.warn(`Terminal ${this.name}: ${key}: ${text}`),
    })
  }
}
