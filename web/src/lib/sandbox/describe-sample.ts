import type { Words } from '#lib/i18n/words.ts'
import type { Glyph } from '#lib/strip/marks.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { clockTenths } from '#lib/ui/text/format.ts'

const mostLines = 6

/** The sentence about the sample at `index` of a ring; -1: none near `time` (epoch ms). */
export const sampleSentence = (samples: SampleRing, index: number, time: number, words: Words): string => {
  if (index < 0) return words.strip.gap(clockTenths(time))
  const at = clockTenths(samples.start(index))
  const ms = samples.latency(index)
  if (samples.isGood(index)) return words.strip.good(at, ms.toFixed(ms < 10 ? 1 : 0))
  return ms < 0 ? words.strip.silent(at) : words.strip.bad(at, ms.toFixed(0))
}

/** What is under the pointer: the events of a glyph, a line each, or else a sample. */
export const describeAt = (
  samples: SampleRing,
  index: number,
  glyph: Glyph | null,
  time: number,
  words: Words,
): string => {
  if (glyph === null) return sampleSentence(samples, index, time, words)
  const lines = glyph.marks.slice(0, mostLines).map((mark) => `${clockTenths(mark.at)}  ${mark.sentence}`)
  if (glyph.marks.length > lines.length) lines.push(`+ ${glyph.marks.length - lines.length}`)
  return lines.join('\n')
}
