import type { LocalizedText, OutageInterval } from '@noops-dojo/contracts'

type Text = Required<LocalizedText>

/** How times are written in a language. */
export interface TimeWords {
  readonly unit: string
  readonly interval: (from: string, to: string) => string
  readonly beyond: (from: string) => string
}

export const timeWords: Record<keyof Text, TimeWords> = {
  en: {
    unit: 's',
    interval: (from, to) => `${from}–${to} s`,
    beyond: (from) => `> ${from} s`,
  },
  ja: {
    unit: '秒',
    interval: (from, to) => `${from}〜${to} 秒`,
    beyond: (from) => `${from} 秒超`,
  },
}

type Round = (value: number) => number

const tenths = (ms: number, round: Round): string => (round(ms / 100) / 10).toFixed(1)

/** One decimal of a second, by default the nearest. */
export const seconds = (ms: number, { unit }: Pick<TimeWords, 'unit'>, round: Round = Math.round): string =>
  `${tenths(ms, round)} ${unit}`

/** `0.7–0.9 s`, rounded outwards; `> 30.0 s` when it did not end. */
export const interval = ({ minMs, maxMs }: OutageInterval, words: TimeWords): string => {
  const from = tenths(minMs, Math.floor)
  return maxMs === null ? words.beyond(from) : words.interval(from, tenths(maxMs, Math.ceil))
}

const inAllLanguages = (write: (words: TimeWords) => string): Text => ({
  en: write(timeWords.en),
  ja: write(timeWords.ja),
})

/** One decimal of a second in each language. */
export const secondsText = (ms: number, round?: Round): Text =>
  inAllLanguages((words) => seconds(ms, words, round))

/** An interval in each language. */
export const intervalText = (of: OutageInterval): Text => inAllLanguages((words) => interval(of, words))
