import type { JournalEvent } from '@noops-dojo/contracts'

/** Puts fresh events into the known ones, by sequence number and without doubles; keeps the newest `most`. */
export const mergeEvents = (
  known: readonly JournalEvent[],
  fresh: readonly JournalEvent[],
  most: number,
): JournalEvent[] => {
  const newest = known.at(-1)?.seq ?? 0
  const isAppend = fresh.every((event, index) => event.seq > (fresh[index - 1]?.seq ?? newest))
  if (isAppend) return [...known, ...fresh].slice(-most)
  const bySeq = new Map([...known, ...fresh].map((event) => [event.seq, event]))
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq).slice(-most)
}
