import type { BoardRow } from '@noops-dojo/contracts'

/** After so long on one task a learner counts as stuck. */
export const stuckAfterMs = 300_000

const isDone = (row: BoardRow): boolean => row.total > 0 && row.met === row.total

/** Whether somebody should look after this learner. */
export const isStuck = (row: BoardRow): boolean =>
  row.sandboxId !== null && !isDone(row) && (row.state === 'failed' || row.stuckMs >= stuckAfterMs)

const rank = (row: BoardRow): number => {
  if (row.state === 'failed') return 0
  if (isStuck(row)) return 1
  if (row.sandboxId === null) return 4
  return isDone(row) ? 3 : 2
}

/** So many cards in full fit on about one screen. */
const mostInFull = 12

/** Whether so many are in the room that each can have a small place only. */
export const isLargeRoom = (rows: readonly BoardRow[]): boolean => rows.length > mostInFull

/** Stuck ones first, the longest stuck before the others; then who works, who is done, who has no sandbox. */
export const orderRows = (rows: readonly BoardRow[]): BoardRow[] =>
  rows.toSorted((a, b) => rank(a) - rank(b) || b.stuckMs - a.stuckMs || a.nickname.localeCompare(b.nickname))
