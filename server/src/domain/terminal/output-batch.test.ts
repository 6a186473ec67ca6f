import { describe, expect, it } from 'vitest'
import { coalesceMs, OutputBatch } from './output-batch.ts'

const piece = (size: number, fill = 1) => new Uint8Array(size).fill(fill)

describe('OutputBatch', () => {
  it('lets the echo of a key through at once', () => {
    const batch = new OutputBatch()
    expect(batch.offer(piece(1), 0)).toEqual([piece(1)])
    expect(batch.offer(piece(1), 1)).toEqual([piece(1)])
  })

  it('collects a flood of small pieces after the first few of each window', () => {
    const batch = new OutputBatch()
    const sent = Array.from({ length: 100 }, () => batch.offer(piece(10), 0)).flat()
    expect(sent.length).toBeLessThan(10)
    expect(batch.take()).toHaveLength(1_000 - sent.length * 10)
    expect(batch.isEmpty).toBe(true)
  })

  it('is prompt again in the next window', () => {
    const batch = new OutputBatch()
    for (let i = 0; i < 20; i += 1) batch.offer(piece(10), 0)
    batch.take()
    expect(batch.offer(piece(1), coalesceMs)).toEqual([piece(1)])
  })

  it('passes large pieces on without copying them', () => {
    const large = piece(65_536)
    expect(new OutputBatch().offer(large, 0)[0]).toBe(large)
  })

  it('keeps the order and never holds much', () => {
    const batch = new OutputBatch()
    const out: number[] = []
    for (let i = 0; i < 500; i += 1) {
      for (const sent of batch.offer(piece(1_000, i % 256), 0)) out.push(...sent)
    }
    out.push(...batch.take())
    expect(out).toEqual(Array.from({ length: 500 }, (_, i) => [...piece(1_000, i % 256)]).flat())
  })
})
