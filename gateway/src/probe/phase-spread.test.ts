import { describe, expect, it } from 'vitest'
import { PhaseSpread } from './phase-spread.ts'

describe('the phases of probes', () => {
  it('are spread evenly over the period, whenever each probe starts', () => {
    const spread = new PhaseSpread()
    const tenths = new Array<number>(10).fill(0)
    for (let probe = 0; probe < 100; probe += 1) {
      const phase = spread.nextStart(1_795_000_000_000 + probe * 37.3, 100) % 100
      tenths[Math.floor(phase / 10)] = (tenths[Math.floor(phase / 10)] as number) + 1
    }
    expect(Math.min(...tenths)).toBeGreaterThanOrEqual(8)
    expect(Math.max(...tenths)).toBeLessThanOrEqual(12)
  })

  it('are at whole milliseconds, in the future, and within two seconds for a slow probe', () => {
    const now = 1_795_000_000_123.4
    const start = new PhaseSpread().nextStart(now, 60_000)
    expect(Number.isInteger(start)).toBe(true)
    expect(start).toBeGreaterThanOrEqual(now)
    expect(start).toBeLessThan(now + 2001)
  })
})
