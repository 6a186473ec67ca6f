import { createHash } from 'node:crypto'
import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { canonicalJson, storableJson } from './canonical-json.ts'

/** Where a chain ends: the next event gets `seq + 1` and `hash` as its prevHash. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** Head of an empty chain: 64 zeros, so that the first event too has a prevHash of the usual form. */
export const emptyChain: ChainHead = { seq: 0, hash: '0'.repeat(64) }

/** sha256 (hex) over the previous hash, a line break, and the canonical JSON of all fields but the two hashes. */
export const hashEvent = (event: Omit<JournalEvent, 'hash'>): string => {
  const { prevHash, sandboxId, seq, at, kind, actor, data } = event
  return createHash('sha256')
    .update(`${prevHash}\n${canonicalJson({ sandboxId, seq, at, kind, actor, data })}`)
    .digest('hex')
}

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

export type ChainCheck =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly seq: number; readonly problem: 'gap' | 'unlinked' | 'changed' }

/**
 * Checks a log from its first event (or from `head`) on. Names the first event that is missing (`gap`), that does not
 * continue the one before (`unlinked`), or of which any byte was changed (`changed`).
 */
export const verifyChain = (events: readonly JournalEvent[], head: ChainHead = emptyChain): ChainCheck => {
  let last = head
  for (const event of events) {
    if (event.seq !== last.seq + 1) return { ok: false, seq: last.seq + 1, problem: 'gap' }
    if (event.prevHash !== last.hash) return { ok: false, seq: event.seq, problem: 'unlinked' }
    if (event.hash !== hashEvent(event)) return { ok: false, seq: event.seq, problem: 'changed' }
    last = { seq: event.seq, hash: event.hash }
  }
  return { ok: true, head: last }
}
