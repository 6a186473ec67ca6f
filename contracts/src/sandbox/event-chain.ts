import { canonicalJson } from './canonical-json.ts'
import type { JournalEvent } from './journal.ts'

/** SHA-256 of the UTF-8 bytes of a text, hex. Given by the caller: Node and browsers have it in different places. */
export type Sha256 = (text: string) => string

/** Where a chain ends: the next event gets `seq + 1` and `hash` as its prevHash. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** Head of an empty chain: 64 zeros, so that the first event too has a prevHash of the usual form. */
export const emptyChain: ChainHead = { seq: 0, hash: '0'.repeat(64) }

/** The text whose SHA-256 is an event's hash: the previous hash, a line break, the canonical JSON of all but the hashes. */
export const eventHashText = (event: Omit<JournalEvent, 'hash'>): string => {
  const { prevHash, sandboxId, seq, at, kind, actor, data } = event
  return `${prevHash}\n${canonicalJson({ sandboxId, seq, at, kind, actor, data })}`
}

export type ChainCheck =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly seq: number; readonly problem: 'gap' | 'unlinked' | 'changed' }

/**
 * Checks a log from its first event (or from `head`) on. Names the first event that is missing (`gap`), that does not
 * continue the one before (`unlinked`), or of which any byte was changed (`changed`).
 */
export const checkChain = (
  events: readonly JournalEvent[],
  sha256: Sha256,
  head: ChainHead = emptyChain,
): ChainCheck => {
  let last = head
  for (const event of events) {
    if (event.seq !== last.seq + 1) return { ok: false, seq: last.seq + 1, problem: 'gap' }
    if (event.prevHash !== last.hash) return { ok: false, seq: event.seq, problem: 'unlinked' }
    if (event.hash !== sha256(eventHashText(event))) return { ok: false, seq: event.seq, problem: 'changed' }
    last = { seq: event.seq, hash: event.hash }
  }
  return { ok: true, head: last }
}
