import { describe, expect, it } from 'vitest'
import { words } from '#lib/i18n/words.ts'
import {
  clockLength,
  intervalText,
  percentText,
  ratioText,
  roughLength,
  shareText,
  secondsText,
  stopwatchText,
  unbroken,
} from './format.ts'

/** As the page writes them, with the no-break spaces made visible. */
const seen = (text: string) => text.replaceAll('\u00a0', ' ')
const { units } = words.en

describe('numbers for people', () => {
  it('show an outage as an interval that holds both bounds', () => {
    expect(seen(intervalText({ minMs: 740, maxMs: 860 }, units))).toBe('0.7–0.9 s')
    expect(seen(intervalText({ minMs: 12_400, maxMs: 12_600 }, units))).toBe('12.4–12.6 s')
  })

  it('show an outage without an end as longer than', () => {
    expect(seen(intervalText({ minMs: 60_000, maxMs: null }, units))).toBe('> 60.0 s')
  })

  it('round an interval as the sentence of the verdict does', () => {
    expect(seen(intervalText({ minMs: 10_910, maxMs: 11_280 }, units))).toBe('10.9–11.3 s')
  })

  it('keep a unit on the line of its number', () => {
    expect(unbroken('still not well after > 30.1 s, 12 samples')).toBe(
      'still not well after >\u00a030.1\u00a0s, 12 samples',
    )
    expect(unbroken('5 %、3.1〜3.3 秒で')).toBe('5\u00a0%、3.1〜\u20603.3\u00a0秒で')
    expect(unbroken('in 0.7–0.9 s')).toBe('in 0.7–\u20600.9\u00a0s')
  })

  it('never round a lost request away', () => {
    expect(percentText(1)).toBe('100 %')
    expect(percentText(0.99996)).toBe('99.99 %')
    expect(percentText(0.987)).toBe('98.7 %')
  })

  it('do not lose a part of a share that is clean', () => {
    expect([percentText(57 / 100), percentText(57 / 100, 2), percentText(0.29)]).toEqual([
      '57.0 %',
      '57.00 %',
      '29.0 %',
    ])
  })

  it('show seconds without a needless zero', () => {
    expect(
      [secondsText(5000, units), secondsText(1500, units), secondsText(30_000, units)].map(seen),
    ).toEqual(['5 s', '1.5 s', '30 s'])
  })

  it('show a length as one says it, not as a time of day', () => {
    const lengths = [42_900, 60_000, 610_000, 3_600_000, 3_900_000, -5]
    expect(lengths.map((ms) => seen(roughLength(ms, units)))).toEqual([
      '42 s',
      '1 min',
      '10 min',
      '1 h',
      '1 h 5 min',
      '0 s',
    ])
    expect(seen(roughLength(3_900_000, words.ja.units))).toBe('1 時間 5 分')
  })

  it('show what is running to the second', () => {
    const lengths = [12_000, 72_400, 267_000, 3_900_000]
    expect(lengths.map((ms) => seen(stopwatchText(ms, units)))).toEqual([
      '12 s',
      '1 min 12 s',
      '4 min 27 s',
      '1 h 5 min',
    ])
    expect(seen(stopwatchText(267_000, words.ja.units))).toBe('4 分 27 秒')
  })

  it('show a length as a clock and never below zero', () => {
    expect([clockLength(65_000), clockLength(3_729_000), clockLength(-5)]).toEqual([
      '1:05',
      '1:02:09',
      '0:00',
    ])
  })
})

describe('a share of a budget', () => {
  it('is rounded up, because it is a cost, and has no more digits than matter', () => {
    expect([0, 0.0173, 0.00041, 0.5, 2.345].map(shareText)).toEqual([
      '0 %',
      '1.8 %',
      '0.05 %',
      '50 %',
      '235 %',
    ])
    expect(shareText(0.017)).toBe('1.7 %')
  })

  it('is not nothing when it is very small', () => {
    expect([0.000_008, 0.0001].map(shareText)).toEqual(['< 0.01 %', '0.01 %'])
  })

  it('of a target stands as people write it', () => {
    expect([0.99, 0.999, 0.9995].map(ratioText)).toEqual(['99 %', '99.9 %', '99.95 %'])
  })
})
