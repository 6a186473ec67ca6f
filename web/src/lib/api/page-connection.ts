import { TicketedSocket, type TicketedSocketOptions } from './ticketed-socket.ts'

/**
 * The one live connection of a page that reads first and then follows. Closed is for ever: the page may be left while it
 * is still reading, and a socket that is opened after that would reconnect with nobody there to end it.
 */
export class PageConnection {
  #socket: TicketedSocket | null = null
  #isClosed = false

  /** Connects in the place of the connection before, unless it was closed. */
  connect(options: TicketedSocketOptions): void {
    if (this.#isClosed) return
    this.#socket?.close()
    this.#socket = new TicketedSocket(options)
    this.#socket.open()
  }

  retryNow(): void {
    this.#socket?.retryNow()
  }

  close(): void {
    this.#isClosed = true
    this.#socket?.close()
  }
}
