import { Agent, type ClientRequestArgs } from 'node:http'
import { createConnection, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** More than the 32 KiB frames in which the engine passes an exec’s output on. */
const readBytes = 65_536

type Sink = (bytes: Buffer) => void

const sinks = new WeakMap<Duplex, Sink>()

const connectInPlace = (path: string): Socket => {
  const onread = {
    buffer: Buffer.allocUnsafeSlow(readBytes),
    callback: (count: number, bytes: Uint8Array): boolean => {
      const read = Buffer.from(bytes.buffer, bytes.byteOffset, count)
      const sink = sinks.get(socket)
      // Until the connection is a raw stream its bytes go the usual way, to the HTTP parser.
      if (sink) sink(read)
      else socket.push(Buffer.from(read))
      return true
    },
  }
  const socket = createConnection({ path, onread })
  return socket
}

/**
 * Connections that each own one read buffer, for streams that are taken over with `readInPlace`. A new buffer for each
 * read is what a long stream otherwise costs most: V8 counts it and marks the whole heap every 64 MiB of them.
 */
export class ReadInPlaceAgent extends Agent {
  override createConnection(options: ClientRequestArgs): Socket {
    if (!options.socketPath) throw new Error('only the engine’s unix socket is read in place')
    return connectInPlace(options.socketPath)
  }
}

/**
 * Gives all bytes of an upgraded connection to `sink`, in order. They are good only until it returns. Pausing and
 * resuming the stream works as ever. A stream of another agent is read in the usual way.
 */
export const readInPlace = (stream: Duplex, sink: Sink): void => {
  for (let early = stream.read() as Buffer | null; early; early = stream.read() as Buffer | null) sink(early)
  sinks.set(stream, sink)
  stream.on('data', sink)
}
