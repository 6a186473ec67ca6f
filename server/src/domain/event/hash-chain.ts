import { createHash } from 'node:crypto'
import {
  checkChain,
  emptyChain,
  eventHashText,
  type ChainCheck,
  type ChainHead,
  type JournalEvent,
  type NewEvent,
} from '@noops-dojo/contracts'
import { storableJson } from './canonical-json.ts'

export { emptyChain, type ChainCheck, type ChainHead }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** sha256 (hex) over the previous hash, a line break, and the canonical JSON of all fields but the two hashes. */
export const hashEvent = (event: Omit<JournalEvent, 'hash'>): string => sha256(eventHashText(event))

/** Links `events` of one sandbox behind `head`; times are rounded to whole milliseconds, as they are stored. */
export const chainEvents = (head: ChainHead, events: readonly NewEvent[]): JournalEvent[] => {
  let last = head
  return events.map(({ sandboxId, at, kind, actor, data }) => {
    const link = { sandboxId, seq: last.seq + 1, at: Math.round(at), kind, actor, data: storableJson(data) }
    const linked = { ...link, prevHash: last.hash }
    const event = { ...linked, hash: hashEvent(linked) }
    last = { seq: event.seq, hash: event.hash }
    return event
  })
}

/** `checkChain` of the contracts with Node's SHA-256: names the first event that is missing, unlinked or changed. */
export const verifyChain = (events: readonly JournalEvent[], head: ChainHead = emptyChain): ChainCheck =>
  checkChain(events, sha256, head)
