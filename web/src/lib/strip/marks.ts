/** Lanes above the heartbeat, from top to bottom three rows: what the dojo did, what the engine did, what people did. */
export type Lane =
  | 'fault'
  | 'second'
  | 'lifted'
  | 'control'
  | 'judge'
  | 'unmet'
  | 'unclear'
  | 'engine'
  | 'release'
  | 'alert'
  | 'writes'
  | 'action'
  | 'touch'

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
  /** Name of a fault, written into its band where there is room. */
  label?: string
  /** Faults at the same time share the height: this one has the `slot`th of `slots` parts. */
  slot?: number
  slots?: number
}

const overlaps = (a: StripBand, b: StripBand): boolean =>
  a.from < (b.to ?? Number.POSITIVE_INFINITY) && b.from < (a.to ?? Number.POSITIVE_INFINITY)

/**
 * Gives the bands with a slot for each fault, so that faults at the same time are hatched one above the other
 * instead of over each other. A fault alone has the whole height.
 */
export const stackFaults = (bands: readonly StripBand[]): StripBand[] => {
  const faults = bands.filter((band) => band.kind === 'fault').toSorted((a, b) => a.from - b.from)
  const slotOf = new Map<StripBand, number>()
  for (const band of faults) {
    const taken = faults.filter((one) => slotOf.has(one) && overlaps(one, band)).map((one) => slotOf.get(one))
    let slot = 0
    while (taken.includes(slot)) slot += 1
    slotOf.set(band, slot)
  }
  return bands.map((band) => {
    const slot = slotOf.get(band)
    if (slot === undefined) return band
    const beside = faults.filter((one) => overlaps(one, band)).map((one) => slotOf.get(one) as number)
    return { ...band, slot, slots: Math.max(slot, ...beside) + 1 }
  })
}

export const laneRow: Record<Lane, number> = {
  fault: 0,
  second: 0,
  lifted: 0,
  control: 0,
  judge: 0,
  unmet: 0,
  unclear: 0,
  engine: 1,
  release: 1,
  alert: 1,
  writes: 1,
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

const loud: readonly Lane[] = ['fault', 'second', 'alert', 'touch']

/**
 * Places the marks of a window. `marks` are ordered by time. Marks of a row that would overlap are put together;
 * a fault, an alert or a touch inside a group shows before anything else.
 */
export const layoutGlyphs = (
  marks: readonly StripMark[],
  shown: { from: number; to: number; width: number; until?: number },
  nearPx = 11,
): Glyph[] => {
  const scale = shown.width / (shown.to - shown.from)
  const lastOfRow: (Glyph | undefined)[] = []
  const glyphs: Glyph[] = []
  for (const mark of marks) {
    if (mark.at < shown.from || mark.at > (shown.until ?? shown.to)) continue
    const x = (mark.at - shown.from) * scale
    const row = laneRow[mark.lane]
    const before = lastOfRow[row]
    if (before !== undefined && x - before.x < nearPx) {
      before.marks.push(mark)
      if (loud.includes(mark.lane)) before.lane = mark.lane
      continue
    }
    const glyph: Glyph = { x, row, lane: mark.lane, marks: [mark] }
    lastOfRow[row] = glyph
    glyphs.push(glyph)
  }
  return glyphs
}

/**
 * Gives the glyph that a finger at (`x`, `y`) most likely means, or undefined: the nearest one in any row, because a
 * finger is wider than a lane. `lanePx`: height of a lane.
 */
export const glyphNear = (
  glyphs: readonly Glyph[],
  x: number,
  y: number,
  lanePx: number,
  reachPx = 22,
): Glyph | undefined => {
  const distance = (glyph: Glyph) => Math.hypot(glyph.x - x, (glyph.row + 0.5) * lanePx - y)
  const nearest = glyphs.toSorted((a, b) => distance(a) - distance(b))[0]
  return nearest !== undefined && distance(nearest) <= reachPx ? nearest : undefined
}

/** Gives the glyph under a point of the lanes, or undefined. */
export const glyphAt = (glyphs: readonly Glyph[], x: number, row: number, reachPx = 9): Glyph | undefined =>
  glyphs
    .filter((glyph) => glyph.row === row && Math.abs(glyph.x - x) <= reachPx)
    .toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]
