import { malformed } from '../refusal.ts'

const block = 512

/**
 * What makes the engine take an archive for a packed one, whatever follows (docker/pkg/archive, DetectCompression): a
 * gzip or xz stream can be padded into a right tar checksum, and the daemon unpacks it with a program on the host.
 */
const packed = [
  Buffer.from('1f8b08', 'hex'),
  Buffer.from('425a68', 'hex'),
  Buffer.from('fd377a585a00', 'hex'),
  Buffer.from('28b52ffd', 'hex'),
]
/** zstd's skippable frames: 0x184D2A50 to 0x184D2A5F, least significant byte first (RFC 8878 §3.1.2). */
const isSkippableFrame = (head: Buffer): boolean => head.readUInt32LE(0) >>> 4 === 0x184d2a5

/**
 * Passes a plain tar through and refuses anything that begins otherwise, or as a packed archive begins. The first
 * header's checksum is verified. Throws Refusal 400.
 */
export async function plainTar(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < block) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  if (!isTarHeader(head.subarray(0, block))) throw malformed('the archive is not a plain tar')
  return resume(head, iterator)
}

async function* resume(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (;;) {
    const next = await rest.next()
    if (next.done) return
    yield next.value
  }
}

/** A ustar, GNU or v7 header with a right checksum, or the zero block that ends an empty archive. */
export function isTarHeader(header: Buffer): boolean {
  if (header.length < block) return false
  if (header.every((byte) => byte === 0)) return true
  if (packed.some((magic) => header.subarray(0, magic.length).equals(magic))) return false
  if (isSkippableFrame(header)) return false
  const stored = parseInt(
    header
      .toString('latin1', 148, 156)
      .replace(/[\0 ]+$/, '')
      .trim(),
    8,
  )
  let sum = 0
  for (let at = 0; at < block; at++) sum += at >= 148 && at < 156 ? 0x20 : header[at]!
  return stored === sum
}
