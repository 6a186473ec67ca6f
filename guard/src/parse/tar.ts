import { malformed } from '../refusal.ts'

const block = 512

/**
 * Passes a plain tar through and refuses anything that begins otherwise (gzip, xz, bzip2, zstd: the daemon would
 * unpack them with a program on the host). The first header's checksum is verified. Throws Refusal 400.
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
