import { connect, type Socket } from 'node:net'
import { HTTPParser, type HTTPParserJS } from 'http-parser-js'

const bodyLimitBytes = 64 * 1024
/** A head that never ends must not fill the memory of what watches everybody else. */
const headLimitBytes = 16 * 1024
/** One for all: each read is parsed before the next begins. Node's way is a new one of 64 KiB for each read. */
const readBuffer = Buffer.alloc(64 * 1024)
/** RFC 9110 §15.2: an interim answer is followed by the real one; 101 is the last word of HTTP on a connection. */
const isInterim = (status: number): boolean => status >= 100 && status < 200 && status !== 101

export interface Question {
  readonly address: string
  readonly port: number
  /** The request as it goes over the wire, asking for the connection to be closed after it. */
  readonly request: string
}

/** The library takes a chunk length that is no number (RFC 9112 §7.1) for the end of the body, and keeps what it read. */
const isChunkLengthBroken = (parser: HTTPParserJS): boolean =>
  Number.isNaN((parser as unknown as { body_bytes: number | null }).body_bytes)

/** A parser of one answer; `onEnd` gets the final status once its body is whole or longer than the limit, else null. */
const answerParser = (onEnd: (status: number | null) => void): HTTPParserJS => {
  const parser = new HTTPParser(HTTPParser.RESPONSE)
  let status = 0
  let received = 0
  parser.maxHeaderSize = headLimitBytes
  parser[HTTPParser.kOnHeadersComplete] = (info: { statusCode: number }) => {
    status = info.statusCode
    if (status === 101) onEnd(status)
  }
  parser[HTTPParser.kOnBody] = (_chunk, _offset, length) => {
    received += length
    if (received > bodyLimitBytes) onEnd(status)
  }
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (!isInterim(status)) onEnd(isChunkLengthBroken(parser) ? null : status)
  }
  return parser
}

/**
 * Asks on a new connection and reads the whole answer (of a long body 64 KiB). Calls `onEnd` once: with the status, or
 * with null when the connection was refused, broke, or brought something that is not HTTP. Gives the socket, for the
 * caller to destroy when it has heard enough. The socket is bare, because `node:http` takes twice the CPU for it, and a
 * gateway that is short of CPU sends its probes late.
 */
export const answerStatus = (question: Question, onEnd: (status: number | null) => void): Socket => {
  let isOver = false
  const end = (status: number | null) => {
    if (isOver) return
    isOver = true
    socket.destroy()
    onEnd(status)
  }
  const parser = answerParser(end)
  const read = (length: number): boolean => {
    if (parser.execute(readBuffer.subarray(0, length)) instanceof Error) end(null)
    return true
  }
  const onread = { buffer: readBuffer, callback: read }
  const socket = connect({ host: question.address, port: question.port, onread })
  // After `finish` has reported a body that lasts until the end of the connection, this null comes too late to count.
  socket.on('end', () => {
    parser.finish()
    end(null)
  })
  socket.on('error', () => end(null))
  socket.on('close', () => end(null))
  socket.write(question.request, 'latin1')
  return socket
}
