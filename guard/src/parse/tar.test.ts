import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isTarHeader, plainTar } from './tar.ts'

/** A header block of a tar with this start and a right checksum. */
function header(start: string | Buffer): Buffer {
  const block = Buffer.alloc(512)
  Buffer.from(start).copy(block)
  block.write('0000644\0', 100)
  block.write('ustar\0', 257)
  block.fill(' ', 148, 156)
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

async function* chunks(...parts: Buffer[]): AsyncGenerator<Buffer> {
  yield* parts
}

describe('the archive of a copy into a container', () => {
  it('passes byte for byte when it is a plain tar, however it is cut', async () => {
    const [tar, rest] = [header('file.txt'), Buffer.from('more')]
    const passed: Buffer[] = []
    for await (const chunk of await plainTar(chunks(tar.subarray(0, 7), tar.subarray(7), rest)))
      passed.push(chunk)
    expect(Buffer.concat(passed)).toEqual(Buffer.concat([tar, rest]))
  })

  it.each([
    ['gzip', '1f8b08'],
    ['bzip2', '425a6839'],
    ['xz', 'fd377a585a00'],
    ['zstd', '28b52ffd'],
    ['a skippable frame of zstd', '502a4d18'],
    ['the last skippable frame of zstd', '5f2a4d18'],
  ])('is refused when it begins as %s, though its tar checksum is right', (_, magic) => {
    expect(isTarHeader(header(Buffer.from(magic, 'hex')))).toBe(false)
    expect(isTarHeader(header(`x${magic}`))).toBe(true)
  })

  it('is refused when it is packed, cut short or of another kind', async () => {
    for (const bytes of [
      gzipSync(header('file.txt')),
      header('file.txt').subarray(0, 511),
      Buffer.alloc(600, 'x'),
    ])
      await expect(plainTar(chunks(bytes))).rejects.toThrow('not a plain tar')
  })
})
