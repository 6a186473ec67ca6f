import { describe, expect, it } from 'vitest'
import type { JournalEvent } from '@noops-dojo/contracts'
import { mergeEvents } from './event-merge.ts'

const events = (...seqs: number[]): JournalEvent[] =>
  seqs.map((seq) => ({
    sandboxId: 's',
    seq,
    at: seq,
    kind: 'release',
    actor: 'learner',
    data: {},
    prevHash: '',
    hash: '',
  }))
const seqs = (list: readonly JournalEvent[]) => list.map((event) => event.seq)

describe('events that come in', () => {
  it('are appended', () => expect(seqs(mergeEvents(events(1, 2), events(3, 4), 10))).toEqual([1, 2, 3, 4]))
  it('are kept once when the page fetches what it has already seen live', () => {
    expect(seqs(mergeEvents(events(1, 4), events(2, 3, 4), 10))).toEqual([1, 2, 3, 4])
  })
  it('push out the oldest ones beyond the limit', () => {
    expect(seqs(mergeEvents(events(1, 2, 3), events(4), 3))).toEqual([2, 3, 4])
  })
})
