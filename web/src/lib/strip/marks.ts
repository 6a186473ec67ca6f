/** Lanes above the heartbeat, from top to bottom three rows: what the dojo did, what the engine did, what people did. */
export type Lane = 'fault' | 'judge' | 'engine' | 'release' | 'action' | 'touch'

export interface StripMark {
  id: string
  at: number
  lane: Lane
  sentence: string
}

export interface StripBand {
  kind: 'fault' | 'outage' | 'hold'
  from: number
  /** Null: it goes on. */
  to: number | null
  /** Outer bounds, when the edges are not known exactly (the outage). */
  softFrom?: number
  softTo?: number | null
}

export const laneRow: Record<Lane, number> = {
  fault: 0,
  judge: 0,
  engine: 1,
  release: 1,
  action: 2,
  touch: 2,
}

/** Marks of one row that are nearer than `nearPx` share a glyph: the first one's, with their number. */
export interface Glyph {
  x: number
  row: number
  lane: Lane
  marks: StripMark[]
}

/**
 * Places the marks of a window. `marks` are ordered by time. Marks of a row that would overlap are put together;
 * a fault or a touch inside a group shows before anything else.
 */
export const layoutGlyphs = (
  marks: readonly StripMark[],
  shown: { from: number; to: number; width: number },
  nearPx = 11,
): Glyph[] => {
  const scale = shown.width / (shown.to - shown.from)
  const lastOfRow: (Glyph | undefined)[] = []
  const glyphs: Glyph[] = []
  for (const mark of marks) {
    if (mark.at < shown.from || mark.at > shown.to) continue
    const x = (mark.at - shown.from) * scale
    const row = laneRow[mark.lane]
    const before = lastOfRow[row]
    if (before !== undefined && x - before.x < nearPx) {
      before.marks.push(mark)
      if (mark.lane === 'fault' || mark.lane === 'touch') before.lane = mark.lane
      continue
    }
    const glyph: Glyph = { x, row, lane: mark.lane, marks: [mark] }
    lastOfRow[row] = glyph
    glyphs.push(glyph)
  }
  return glyphs
}

/** Gives the glyph under a point of the lanes, or undefined. */
export const glyphAt = (glyphs: readonly Glyph[], x: number, row: number, reachPx = 9): Glyph | undefined =>
  glyphs
    .filter((glyph) => glyph.row === row && Math.abs(glyph.x - x) <= reachPx)
    .toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]
