import type { OutageInterval } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'

export { percentText } from '@noops-dojo/contracts'

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

/** The two largest parts of a length: `42 s`, `4 min 27 s`, `1 h 5 min`. For what is running: it changes each second. */
export const stopwatchText = (ms: number, units: Words['units']): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return units.seconds(String(seconds))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${units.minutes(minutes)} ${units.seconds(String(seconds % 60))}`
  return roughLength(ms, units)
}

/** A length as one says it: `42 s`, `10 min`, `1 h 5 min`; never as a clock, which would look like a time of day. */
export const roughLength = (ms: number, units: Words['units']): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return units.seconds(String(seconds))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return units.minutes(minutes)
  const rest = minutes % 60
  return rest === 0
    ? units.hours(minutes / 60)
    : `${units.hours(Math.floor(minutes / 60))} ${units.minutes(rest)}`
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
