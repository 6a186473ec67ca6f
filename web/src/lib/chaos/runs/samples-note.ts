import type { Words } from '#lib/i18n/words.ts'
import type { KeptSamples } from './run-samples.svelte.ts'

/**
 * What is to be said of the samples of a run that are not all there; empty when they are. Undefined: nothing of them
 * was asked for yet. `hasBracket`: the strip shows an outage of the verdict all the same.
 */
export const samplesNote = (
  state: KeptSamples['state'] | undefined,
  hasBracket: boolean,
  words: Words,
): string => {
  if (state === 'there') return ''
  if (state === 'gone')
    return hasBracket ? `${words.runs.samplesGone} ${words.runs.samplesBracket}` : words.runs.samplesGone
  if (state === 'partly') return words.runs.samplesPartly
  return state === 'unread' ? words.runs.samplesUnread : words.runs.samplesReading
}
