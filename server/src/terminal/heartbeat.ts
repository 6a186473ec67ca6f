import type { WebSocket } from 'ws'

const beatMs = 25_000

/**
 * Pings a socket and ends it when two beats go unanswered: a laptop that was closed leaves no other trace, and a
 * dead reader would hold its shell back for ever. Also keeps proxies from closing a quiet connection.
 */
export const keepAlive = (socket: WebSocket): void => {
  let missed = 0
  socket.on('pong', () => (missed = 0))
  const timer = setInterval(() => {
    if (missed >= 2) socket.terminate()
    missed += 1
    if (socket.readyState === socket.OPEN) socket.ping()
  }, beatMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
