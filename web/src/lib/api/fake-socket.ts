import type { SocketLike } from './ticketed-socket.ts'

/** A socket for tests: what the page sent is kept, what the server says is said by the test. */
export class FakeSocket implements SocketLike {
  binaryType = ''
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  onerror: (() => void) | null = null
  readonly url: string
  readonly sent: (string | Uint8Array)[] = []

  constructor(url: string) {
    this.url = url
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(data)
  }

  close(): void {
    this.readyState = 3
  }

  accept(): void {
    this.readyState = 1
    this.onopen?.()
  }

  say(data: unknown): void {
    this.onmessage?.({ data })
  }

  drop(): void {
    this.readyState = 3
    this.onclose?.({ code: 1006 })
  }

  /** The control messages that were sent, parsed. */
  get controls(): Record<string, unknown>[] {
    return this.sent.flatMap((one) =>
      typeof one === 'string' ? [JSON.parse(one) as Record<string, unknown>] : [],
    )
  }

  /** The bytes that were sent, as text. */
  get typed(): string {
    return this.sent
      .flatMap((one) => (typeof one === 'string' ? [] : [new TextDecoder().decode(one)]))
      .join('')
  }
}
