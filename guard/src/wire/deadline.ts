import type { Socket } from 'node:net'

/** Ends a connection that keeps the guard waiting. */
export class Deadline {
  private readonly socket: Socket
  private timer: NodeJS.Timeout

  constructor(socket: Socket, ms: number) {
    this.socket = socket
    this.timer = setTimeout(() => socket.destroy(), ms)
  }

  restart(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.socket.destroy(), ms)
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}
