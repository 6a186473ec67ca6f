import type { OutageInterval } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'

const two = (n: number): string => String(n).padStart(2, '0')

/** The time of day of an epoch, to the second: `14:03:27`. */
export const clockTime = (epochMs: number): string => {
  const date = new Date(epochMs)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The time of day to a tenth of a second. */
export const clockTenths = (epochMs: number): string =>
  `${clockTime(epochMs)}.${Math.floor((((epochMs % 1000) + 1000) % 1000) / 100)}`

/** A length of time as a clock shows it: `4:05`, `1:02:09`. Never below zero. */
export const clockLength = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** Seconds: one decimal below 10, none above. */
export const secondsNumber = (ms: number): string => {
  const seconds = ms / 1000
  return seconds < 9.95 ? seconds.toFixed(1) : String(Math.round(seconds))
}

export const secondsText = (ms: number, units: Words['units']): string => {
  const text = secondsNumber(ms)
  return units.seconds(text.endsWith('.0') ? text.slice(0, -2) : text)
}

/**
 * An outage or recovery as an interval, never as a bare number. The lower bound is rounded down and the upper
 * one up, so that the text never claims more than was measured; to tenths, as in the sentence of the verdict.
 */
export const intervalText = (interval: OutageInterval, units: Words['units']): string => {
  const tenths = (ms: number, round: (value: number) => number) => (round(ms / 100) / 10).toFixed(1)
  const min = tenths(interval.minMs, Math.floor)
  return interval.maxMs === null ? units.beyond(min) : units.interval(min, tenths(interval.maxMs, Math.ceil))
}

/** An interval may be broken behind its dash, as any range of words. */
const rangeOfNumbers = /(\d[–〜])(?=\d)/g

const numberAndUnit = /(\d|>) (?=(?:s|ms|min|秒|分|%|\d)(?![A-Za-z]))/g

/** A sentence in which no number stands at the end of a line without its unit, or an interval without its end. */
export const unbroken = (sentence: string): string =>
  sentence.replace(numberAndUnit, '$1\u00a0').replace(rangeOfNumbers, '$1\u2060')

/**
 * A ratio as per cent. Never rounds up to 100: 0.9999 is 99.99 %, because one lost request is not none.
 */
export const percentText = (ratio: number, digits = 1): string => {
  if (ratio >= 1) return '100 %'
  const scale = 10 ** digits
  const floored = Math.floor(ratio * 100 * scale) / scale
  return floored >= 99.9 && digits < 2 ? percentText(ratio, 2) : `${floored.toFixed(digits)} %`
}

/** A target as people write it: 0.999 is 99.9 %, without zeros that nobody measured. */
export const ratioText = (ratio: number): string => `${Number((ratio * 100).toFixed(4))} %`

/** A share that may be small or above the whole: two digits that matter, rounded up: it is a cost. */
export const shareText = (share: number): string => {
  const percent = share * 100
  if (percent === 0) return '0 %'
  if (percent < 0.01) return '< 0.01 %'
  const digits = percent >= 10 ? 0 : percent >= 1 ? 1 : 2
  const scale = 10 ** digits
  // The product of a clean share may be a hair above it; that is no reason to round up.
  const up = Math.ceil(percent * scale - 1e-9) / scale
  return `${up.toFixed(digits)} %`
}
