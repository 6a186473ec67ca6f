import type { Actor, ToBrowser } from '@noops-dojo/contracts'

/** One browser (or client) that is attached to a terminal; its socket stands behind it. */
export interface Viewer {
  readonly id: string
  readonly actor: Actor
  /** Hands a frame of shell bytes to the socket; it keeps a copy of what it cannot write at once. */
  send(bytes: Uint8Array): void
  tell(message: ToBrowser): void
  /** Bytes that were handed over and not written to the network yet. */
  unsentBytes(): number
  pauseInput(): void
  resumeInput(): void
  /** Ends the connection after what was sent before; `code` is a WebSocket close code. */
  close(code: number, reason: string): void
}

/** WebSocket close codes that this terminal uses (4000–4999 are the application’s, RFC 6455 §7.4.2). */
export const closeCodes = {
  exited: 1000,
  serverRestarts: 1012,
  badMessage: 4400,
  signedOut: 4401,
  notReady: 4409,
  tooSlow: 4408,
  tooMany: 4429,
  failed: 1011,
} as const
