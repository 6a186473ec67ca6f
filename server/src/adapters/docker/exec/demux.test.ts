import { describe, expect, it } from 'vitest'
import { Demultiplexer } from './demux.ts'
import { OutputTail } from './output-tail.ts'

const frame = (kind: number, text: string): Buffer => {
  const body = Buffer.from(text)
  const header = Buffer.alloc(8)
  header[0] = kind
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}
const wire = Buffer.concat([frame(1, 'out one\n'), frame(2, 'err\n'), frame(1, ''), frame(1, 'out two\n')])

describe('the engine’s multiplexed stream', () => {
  it.each([1, 2, 3, 7, 8, 9, 1_000])('is taken apart when it comes in pieces of %i bytes', (size) => {
    const seen = { stdout: '', stderr: '' }
    const demux = new Demultiplexer((kind, bytes) => (seen[kind] += bytes.toString()))
    for (let at = 0; at < wire.length; at += size) demux.push(wire.subarray(at, at + size))
    expect(seen).toEqual({ stdout: 'out one\nout two\n', stderr: 'err\n' })
  })
})

describe('the tail of an output', () => {
  it('keeps all of a short one', () => {
    const tail = new OutputTail(10)
    tail.push(Buffer.from('0123456789'))
    expect([tail.text(), tail.isTruncated]).toEqual(['0123456789', false])
  })

  it('keeps the newest of a long one, whatever the pieces', () => {
    const tail = new OutputTail(10)
    for (let index = 0; index < 100; index++) tail.push(Buffer.from(`${index},`))
    expect([tail.text(), tail.isTruncated]).toEqual([',97,98,99,', true])
  })
})
