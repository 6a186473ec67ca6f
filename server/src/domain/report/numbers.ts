import { seconds, type TimeWords } from '../recovery/verdict/times-in-words.ts'

/** `+3.2 s` or `−0.4 s` from the start of the judged window. */
export const moment = (ms: number, words: Pick<TimeWords, 'unit'>): string =>
  `${ms < 0 ? '−' : '+'}${seconds(Math.abs(ms), words)}`

/** Cut off, not rounded up: 99.96 % is not 100 %. */
export const percent = (share: number, digits = 2): string => {
  const factor = 10 ** (digits + 2)
  // 0.9995 is a little less than itself in binary: what is nearer than a millionth of a step is the number meant.
  return `${(Math.floor(share * factor + 1e-6) / 10 ** digits).toFixed(digits)} %`
}

/** A share that may be tiny, with the two digits that matter: 0.0035 %, never 0.00 % of something. */
export const tinyPercent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`

/** Wall clock in UTC. */
export const instant = (at: number): string =>
  `${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC`
