import { isTouch, type JournalEvent, type Touch } from '@noops-dojo/contracts'

/** One touch counts as a second of a human's attention. */
const touchMs = 1000

const what = (event: JournalEvent): string => {
  const words = [event.data['action'], event.data['object'] ?? event.data['terminal']].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  )
  return words.length > 0 ? words.join(' ') : event.kind.slice('touch.'.length)
}

/**
 * Human hands in [from, to]: terminal input, page actions and engine changes, oldest first. What the lab's set-up,
 * the platform or the orchestrators did is no touch, nor is the click that started the attempt or a fault.
 */
export const touchesOf = (events: readonly JournalEvent[], from: number, to: number): Touch[] =>
  events
    .filter((event) => event.at >= from && event.at <= to && isTouch(event))
    .sort((a, b) => a.at - b.at)
    .map((event) => ({ at: event.at, kind: event.kind, what: what(event) }))

/** Seconds of touch: the time covered when each touch lasts a second, overlaps counted once. */
export const touchSeconds = (touches: readonly Touch[]): number => {
  let covered = 0
  let until = Number.NEGATIVE_INFINITY
  for (const { at } of [...touches].sort((a, b) => a.at - b.at)) {
    covered += at + touchMs - Math.max(at, until)
    until = Math.max(until, at + touchMs)
  }
  return Math.round(covered / 100) / 10
}
