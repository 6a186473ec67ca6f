import type { Socket } from 'node:net'

/**
 * Joins two half-open sockets both ways with back-pressure until both sides ended or one died. The end of one
 * direction is passed on (stdin closed), and a broken side takes the other with it at once.
 */
export function splice(client: Socket, upstream: Socket): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      client.destroy()
      upstream.destroy()
      resolve()
    }
    upstream.on('error', finish)
    client.on('error', finish)
    upstream.on('close', () => (client.writableEnded ? resolveAfter(client, finish) : finish()))
    client.on('close', finish)
    client.pipe(upstream)
    upstream.pipe(client)
  })
}

/** Lets the last bytes reach the client before its socket goes. */
function resolveAfter(client: Socket, finish: () => void): void {
  if (client.writableFinished) finish()
  else client.once('finish', finish)
}
