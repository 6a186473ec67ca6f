import { malformed, Refusal } from '../refusal.ts'
import type { Framing } from './head.ts'
import type { SocketReader } from './reader.ts'

/**
 * Each chunk costs us a look at it, however small. Clients send 512 bytes (tar’s blocks) to 32 KiB in one; so many may be
 * smaller.
 */
const spareChunks = 1024
const leastChunkBytes = 128

const gone = () => malformed('the body ended early')

/** Yields the decoded bytes of a body as they arrive; throws Refusal 400 on broken chunk framing, 413 above `max`. */
export async function* readBody(reader: SocketReader, framing: Framing, max: number): AsyncGenerator<Buffer> {
  if (framing.kind === 'none') return
  if (framing.kind === 'length') {
    if (framing.length > max) throw tooLarge(max)
    yield* exactly(reader, framing.length)
    return
  }
  let total = 0
  for (let chunks = 1; ; chunks++) {
    const size = await chunkSize(reader)
    total += size
    if (total > max) throw tooLarge(max)
    if (chunks > spareChunks + total / leastChunkBytes)
      throw malformed('the chunks of the body are too small')
    if (size > 0) yield* exactly(reader, size)
    await emptyLine(reader)
    if (size === 0) return
  }
}

const tooLarge = (max: number) => new Refusal(413, `the body is larger than ${max} bytes`)

/** Reads a whole body into one buffer. */
export async function collectBody(reader: SocketReader, framing: Framing, max: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of readBody(reader, framing, max)) parts.push(part)
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

async function* exactly(reader: SocketReader, count: number): AsyncGenerator<Buffer> {
  let left = count
  while (left > 0) {
    if (reader.pending.length === 0 && !(await reader.more(0))) throw gone()
    const part = reader.take(Math.min(left, reader.pending.length))
    left -= part.length
    yield part
  }
}

/** One chunk-size line, hexadecimal only: extensions are a classic way to make two readers disagree. */
async function chunkSize(reader: SocketReader): Promise<number> {
  const line = await lineOf(reader, 10)
  if (!/^[0-9a-fA-F]{1,8}$/.test(line)) throw malformed('malformed chunk size')
  return parseInt(line, 16)
}

async function emptyLine(reader: SocketReader): Promise<void> {
  if ((await lineOf(reader, 2)) !== '') throw malformed('malformed chunk end')
}

async function lineOf(reader: SocketReader, max: number): Promise<string> {
  for (;;) {
    const end = reader.pending.indexOf('\r\n')
    if (end >= 0 && end <= max) {
      const line = reader.take(end + 2).toString('latin1', 0, end)
      return line
    }
    if (reader.pending.length > max) throw malformed('malformed chunk framing')
    if (!(await reader.more(reader.pending.length))) throw gone()
  }
}
