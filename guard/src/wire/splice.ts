import type { Socket } from 'node:net'
import type { Hijacked } from '../engine/hijack.ts'

/** From so many bytes within one window on, a stream counts as bulk and is read in larger gulps. */
const bulkBytes = 1024 * 1024
const windowMs = 20
const gulpBytes = 96 * 1024

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
    socket.on('error', finish)
    client.on('error', finish)
    socket.on('end', () => client.end())
    socket.on('close', () => (client.writableEnded ? whenFlushed(client, finish) : finish()))
    client.on('close', finish)
    client.pipe(socket)
    const resume = () => socket.resume()
    const isBulk = bulkMeter()
    upstream.readInto((bytes) => {
      client.write(bytes)
      // The buffer is used for the next read only once these bytes are with the kernel.
      if (client.writableLength > 0) client.write('', resume)
      else if (isBulk(bytes.length) && bytes.length < gulpBytes) setTimeout(resume, 1)
      else return true
      return false
    })
  })
}

/**
 * Tells whether a stream is in bulk: then a pause of a millisecond lets the kernel's buffer fill, and both sides wake
 * up a fifth as often. A terminal's echo never gets there.
 */
function bulkMeter(): (count: number) => boolean {
  let since = performance.now()
  let bytes = 0
  let isBulk = false
  return (count) => {
    bytes += count
    const now = performance.now()
    if (now - since < windowMs) return isBulk
    isBulk = bytes >= bulkBytes
    since = now
    bytes = 0
    return isBulk
  }
}

/** Lets the last bytes reach the client before its socket goes. */
function whenFlushed(client: Socket, then: () => void): void {
  if (client.writableFinished) then()
  else client.once('finish', then)
}
