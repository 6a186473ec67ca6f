import type { OutageInterval } from '@noops-dojo/contracts'
import { tenths } from '../recovery/verdict-sentence.ts'

/** How times are written in a language. */
export interface TimeWords {
  readonly unit: string
  readonly interval: (from: string, to: string) => string
  readonly beyond: (from: string) => string
}

/** One decimal of a second. */
export const seconds = (ms: number, { unit }: Pick<TimeWords, 'unit'>): string =>
  `${tenths(ms, Math.round)} ${unit}`

/** `+3.2 s` or `−0.4 s` from the start of the judged window. */
export const moment = (ms: number, words: Pick<TimeWords, 'unit'>): string =>
  `${ms < 0 ? '−' : '+'}${seconds(Math.abs(ms), words)}`

/** `0.7–0.9 s`, rounded outwards as in the sentence; `> 30.0 s` when it did not end. */
export const interval = ({ minMs, maxMs }: OutageInterval, words: TimeWords): string => {
  const from = tenths(minMs, Math.floor)
  return maxMs === null ? words.beyond(from) : words.interval(from, tenths(maxMs, Math.ceil))
}

/** Cut off, not rounded up: 99.96 % is not 100 %. */
export const percent = (share: number, digits = 2): string => {
  const factor = 10 ** (digits + 2)
  // 0.9995 is a little less than itself in binary: what is nearer than a millionth of a step is the number meant.
  return `${(Math.floor(share * factor + 1e-6) / 10 ** digits).toFixed(digits)} %`
}

/** Wall clock in UTC. */
export const instant = (at: number): string =>
  `${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC`
