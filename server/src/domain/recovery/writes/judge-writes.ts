import type { WriteCount } from '@noops-dojo/contracts'
import type { Judged } from '../verdict/judgement.ts'

/** A lost acknowledged write vetoes whatever else was seen; so does a doubled one where the lab asks for once. */
export const writeVeto = (writes: WriteCount | null, isOnce: boolean): Judged | undefined => {
  if (writes === null) return undefined
  if (writes.lost > 0) return { outcome: 'unmet', reason: 'write-lost' }
  if (isOnce && writes.duplicated > 0) return { outcome: 'unmet', reason: 'write-duplicated' }
  return undefined
}

/** Whether writes were asked for and nothing is known of them: not one was acknowledged, or the list cannot be read. */
export const areWritesUnknown = (writes: WriteCount | null): boolean =>
  writes !== null && (!writes.isKnown || writes.acknowledged === 0)
