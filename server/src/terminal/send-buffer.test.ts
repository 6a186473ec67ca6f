import { describe, expect, it } from 'vitest'
import { SendBuffer } from './send-buffer.ts'

const frame = (size: number, fill: number) => new Uint8Array(size).fill(fill)

describe('SendBuffer', () => {
  it('keeps a copy: the bytes may be overwritten by the next read', () => {
    const read = frame(4, 1)
    const kept = new SendBuffer(100).keep(read)
    read.fill(9)
    expect([...kept]).toEqual([1, 1, 1, 1])
  })

  it('uses the same memory again once frames are written', () => {
    const buffer = new SendBuffer(100)
    const memory = new Set<ArrayBufferLike>()
    for (let i = 0; i < 1_000; i += 1) {
      memory.add(buffer.keep(frame(30, i)).buffer)
      buffer.release()
    }
    expect(memory.size).toBe(1)
  })

  it('never touches a frame that is not written yet, whatever the sizes and however far behind', () => {
    const buffer = new SendBuffer(1_000)
    const waiting: { kept: Buffer; expected: Uint8Array }[] = []
    let seed = 7
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
    for (let i = 0; i < 20_000; i += 1) {
      const bytes = frame(random(400), i % 256)
      waiting.push({ kept: buffer.keep(bytes), expected: bytes })
      for (let written = random(3); written > 0 && waiting.length > 0; written -= 1) {
        const { kept, expected } = waiting.shift()!
        if (Buffer.compare(kept, expected) !== 0) throw new Error(`frame ${i} was overwritten`)
        buffer.release()
      }
    }
    for (const { kept, expected } of waiting) expect(Buffer.compare(kept, expected)).toBe(0)
  })
})
