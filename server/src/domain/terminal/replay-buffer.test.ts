import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReplayBuffer } from './replay-buffer.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (value: string) => new TextEncoder().encode(value)

describe('ReplayBuffer', () => {
  it('gives what came after an offset', () => {
    const ring = new ReplayBuffer(8)
    ring.append(bytes('abcdef'))
    expect(text(ring.read(4))).toBe('ef')
    expect(ring.start).toBe(0)
  })

  it('keeps the newest bytes at their absolute offsets when it wraps', () => {
    const ring = new ReplayBuffer(8)
    for (const piece of ['abcdef', 'ghij', 'k']) ring.append(bytes(piece))
    expect([ring.start, ring.end]).toEqual([3, 11])
    expect(text(ring.read(3))).toBe('defghijk')
    expect(ring.has(2)).toBe(false)
  })

  it('refuses offsets that are gone or not there yet', () => {
    const ring = new ReplayBuffer(4)
    ring.append(bytes('abcdef'))
    expect(() => ring.read(1)).toThrow(RangeError)
    expect(() => ring.read(7)).toThrow(RangeError)
  })

  it('equals the tail of everything written, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (pieces) => {
        const ring = new ReplayBuffer(16)
        pieces.forEach((piece) => ring.append(piece))
        const all = pieces.flatMap((piece) => [...piece])
        expect([...ring.read(ring.start)]).toEqual(all.slice(-16))
        expect(ring.end).toBe(all.length)
      }),
    )
  })

  it('begins a replay after a whole line once bytes were lost', () => {
    const ring = new ReplayBuffer(8)
    ring.append(bytes('first line\nab'))
    expect(text(ring.read(ring.replayStart))).toBe('ab')
  })

  it('begins a replay at a whole character where there is no line', () => {
    const ring = new ReplayBuffer(4)
    ring.append(bytes('ああ'))
    expect(text(ring.read(ring.replayStart))).toBe('あ')
  })
})
