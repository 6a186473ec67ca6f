import { describe, expect, it } from 'vitest'
import { Pump } from './pump.ts'

const aPump = () => new Pump({ highWatermarkBytes: 100, lowWatermarkBytes: 20, stallMs: 1000 })

describe('Pump', () => {
  it('pauses above the high watermark and resumes only below the low one', () => {
    const pump = aPump()
    pump.join('a', 0)
    pump.advance(100)
    expect(pump.update(0)).toBeUndefined()
    pump.advance(1)
    expect(pump.update(0)).toBe('pause')
    pump.ack('a', 60)
    expect(pump.update(1)).toBeUndefined()
    pump.ack('a', 90)
    expect(pump.update(2)).toBe('resume')
    expect(pump.isPaused).toBe(false)
  })

  it('keeps the pace of the slowest of several readers', () => {
    const pump = aPump()
    pump.join('fast', 0)
    pump.join('slow', 0)
    pump.advance(150)
    pump.ack('fast', 150)
    expect(pump.update(0)).toBe('pause')
    pump.leave('slow')
    expect(pump.update(0)).toBe('resume')
  })

  it('holds back a reader that acknowledges bytes its socket could not write', () => {
    const pump = aPump()
    pump.join('liar', 0)
    pump.advance(500)
    expect(pump.ack('liar', 500)).toBe(true)
    pump.setUnsent('liar', 400)
    expect(pump.update(0)).toBe('pause')
    pump.setUnsent('liar', 0)
    expect(pump.update(0)).toBe('resume')
  })

  it('refuses an acknowledgement of bytes that were never sent and ignores one that goes back', () => {
    const pump = aPump()
    pump.join('a', 0)
    pump.advance(150)
    expect(pump.ack('a', 151)).toBe(false)
    pump.ack('a', 150)
    expect(pump.ack('a', 0)).toBe(true)
    expect(pump.update(0)).toBeUndefined()
  })

  it('counts from the offset at which a reader joined', () => {
    const pump = aPump()
    pump.advance(10_000)
    pump.join('late', 9_950)
    expect(pump.update(0)).toBeUndefined()
  })

  it('names who stalls the others, and nobody when all are slow or one is alone', () => {
    const pump = aPump()
    pump.join('slow', 0)
    pump.advance(200)
    pump.update(0)
    expect(pump.stalled(5_000)).toEqual([])
    pump.join('fast', 200)
    expect(pump.stalled(999)).toEqual([])
    expect(pump.stalled(1_000)).toEqual(['slow'])
  })

  it('never pauses a shell that nobody reads', () => {
    const pump = aPump()
    pump.advance(1_000_000)
    expect(pump.update(0)).toBeUndefined()
  })
})
