import type { Socket } from 'node:net'
import type { Hijacked } from '../engine/hijack.ts'

/**
 * Joins a client and a hijacked engine connection both ways with back-pressure until both sides ended or one died. The
 * end of one direction is passed on (stdin closed), and a broken side takes the other with it at once.
 */
export function splice(client: Socket, upstream: Hijacked): Promise<void> {
  const { socket } = upstream
  return new Promise((resolve) => {
    const finish = () => {
      client.destroy()
      socket.destroy()
      resolve()
    }
    // Who went before there was a stream tells nobody any more.
    if (client.destroyed || socket.destroyed) return finish()
    socket.on('error', finish)
    client.on('error', finish)
    socket.on('end', () => client.end())
    socket.on('close', () => (client.writableEnded ? whenFlushed(client, finish) : finish()))
    client.on('close', finish)
    client.pipe(socket)
    const resume = () => socket.resume()
    upstream.readInto((bytes) => {
      client.write(bytes)
      // The buffer is used for the next read only once these bytes are with the kernel.
      if (client.writableLength === 0) return true
      // A large piece is followed by a drain, a small one by nothing but the end of a write behind it.
      if (client.writableNeedDrain) client.once('drain', resume)
      else client.write('', resume)
      return false
    })
  })
}

/** Lets the last bytes reach the client before its socket goes. */
function whenFlushed(client: Socket, then: () => void): void {
  if (client.writableFinished) then()
  else client.once('finish', then)
}
