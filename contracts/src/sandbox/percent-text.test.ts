import { describe, expect, it } from 'vitest'
import { percentText } from './percent-text.ts'

/** Counted in whole numbers, where nothing is lost: hundredths of a per cent. */
const counted = (good: number, total: number): string => {
  const hundredths = Math.floor((good * 10_000) / total)
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} %`
}

describe('a share as per cent', () => {
  it('is exact for every count of up to a thousand samples', () => {
    const wrong: string[] = []
    for (let total = 1; total <= 1000; total += 1) {
      for (let good = 0; good < total; good += 1) {
        const told = percentText(good / total, 2)
        if (told !== counted(good, total)) wrong.push(`${good}/${total}: ${told}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('is whole only when nothing is missing', () => {
    expect([percentText(1), percentText(1, 2), percentText(1 - 1e-13), percentText(1 - 1e-13, 0)]).toEqual([
      '100 %',
      '100 %',
      '99.99 %',
      '99 %',
    ])
  })

  it('is rounded down, with two digits near the whole', () => {
    expect([0, 0.57, 0.987, 0.98799, 0.9989, 0.999, 0.99996].map((share) => percentText(share))).toEqual([
      '0.0 %',
      '57.0 %',
      '98.7 %',
      '98.7 %',
      '99.8 %',
      '99.90 %',
      '99.99 %',
    ])
  })
})
