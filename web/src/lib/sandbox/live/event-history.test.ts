import type { JournalEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { EventHistory } from './event-history.ts'

const event = (seq: number) => ({ seq, at: seq }) as JournalEvent
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => event(first + index))
const seqs = (history: EventHistory) => history.events.map(({ seq }) => seq)

describe('the events that a page knows', () => {
  it('are complete up to the last of the pages and of the live ones that follow', () => {
    const history = new EventHistory(100)
    history.takePage(from(1, 3))
    expect(history.takeLive(event(4))).toBe(true)
    expect(history.completeTo).toBe(4)
  })

  it('have a gap that later events do not hide: the next page begins before it', () => {
    const history = new EventHistory(100)
    history.takePage(from(1, 3))
    expect(history.takeLive(event(5))).toBe(false)
    expect(history.takeLive(event(6))).toBe(false)
    expect(history.completeTo).toBe(3)
    history.takePage(from(4, 6))
    expect([history.completeTo, seqs(history)]).toEqual([6, [1, 2, 3, 4, 5, 6]])
  })

  it('are complete over live ones that came while the page was read', () => {
    const history = new EventHistory(100)
    history.takePage(from(1, 3))
    history.takeLive(event(6))
    history.takeLive(event(7))
    history.takePage(from(4, 5))
    expect(history.completeTo).toBe(7)
  })

  it('stay complete when one is told twice', () => {
    const history = new EventHistory(100)
    history.takePage(from(1, 3))
    expect(history.takeLive(event(2))).toBe(true)
    expect([history.completeTo, seqs(history)]).toEqual([3, [1, 2, 3]])
  })

  it('are complete though the oldest are not kept', () => {
    const history = new EventHistory(4)
    history.takePage(from(1, 3))
    history.takePage(from(4, 9))
    expect([history.completeTo, seqs(history)]).toEqual([9, [6, 7, 8, 9]])
    expect(history.takeLive(event(10))).toBe(true)
  })
})
