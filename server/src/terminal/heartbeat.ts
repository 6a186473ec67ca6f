import { pulse } from '@noops-dojo/contracts'
import type { WebSocket } from 'ws'

/** A reader whose machine answers none of so many pings is gone; a terminal whose input waits answers none either. */
const maxMissed = 7

/**
 * Says at each beat that the server is there, and ends a socket whose pings go unanswered: a laptop that was closed
 * leaves no other trace, and a dead reader would hold its shell back for ever. `sayAlive` sends what the page can see;
 * a ping is for the machine. Both keep proxies from closing a quiet connection.
 */
export const keepAlive = (socket: WebSocket, sayAlive: () => void): void => {
  let missed = 0
  socket.on('pong', () => (missed = 0))
  const timer = setInterval(() => {
    if (missed >= maxMissed) socket.terminate()
    missed += 1
    if (socket.readyState !== socket.OPEN) return
    socket.ping()
    sayAlive()
  }, pulse.everyMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
