import type { Socket } from 'node:net'

/** Bytes kept for one connection before its request is judged; beyond it the kernel's buffer holds the client back. */
const maxBuffered = 64 * 1024

/**
 * Pull-style reading of a client's socket. It keeps listening while a request is in work, so that a client that goes
 * away is noticed, but never buffers more than 64 KiB of what was not asked for.
 */
export class SocketReader {
  private buffer: Buffer = Buffer.alloc(0)
  private readonly socket: Socket
  private wake: (() => void) | null = null
  private readonly onReadable = () => this.pull()
  private isEnded = false
  /** Called once when the client ends its side or the socket dies. */
  onEnd: (() => void) | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('readable', this.onReadable)
    socket.on('end', () => this.ended())
    socket.on('close', () => this.ended())
    socket.on('error', () => this.ended())
  }

  get hasEnded(): boolean {
    return this.isEnded
  }

  /** What has arrived and was not taken. */
  get pending(): Buffer {
    return this.buffer
  }

  /** Takes the first `count` bytes of what is pending. */
  take(count: number): Buffer {
    const taken = this.buffer.subarray(0, count)
    this.buffer = this.buffer.subarray(count)
    return taken
  }

  /** Waits for more bytes than `have`; false when the client ended. */
  async more(have: number): Promise<boolean> {
    this.pull(have + 1)
    while (this.buffer.length <= have) {
      if (this.isEnded) return false
      await new Promise<void>((resolve) => (this.wake = resolve))
      this.pull(have + 1)
    }
    return true
  }

  /** Stops reading and gives the socket back with whatever was not taken, for a hijack. */
  release(): void {
    this.socket.removeListener('readable', this.onReadable)
    if (this.buffer.length > 0) this.socket.unshift(this.buffer)
    this.buffer = Buffer.alloc(0)
  }

  private pull(needed = 0): void {
    const limit = Math.max(maxBuffered, needed)
    while (this.buffer.length < limit) {
      const chunk = this.socket.read() as Buffer | null
      if (chunk === null) break
      this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk])
    }
    this.resume()
  }

  private ended(): void {
    if (this.isEnded) return
    this.isEnded = true
    this.resume()
    this.onEnd?.()
  }

  private resume(): void {
    const wake = this.wake
    this.wake = null
    wake?.()
  }
}
