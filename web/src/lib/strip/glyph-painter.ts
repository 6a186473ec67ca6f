import type { Glyph, Lane } from './marks.ts'

type Context = CanvasRenderingContext2D
type Draw = (context: Context, x: number, y: number) => void

const polygon =
  (points: readonly (readonly [number, number])[], isFilled: boolean): Draw =>
  (context, x, y) => {
    context.beginPath()
    for (const [dx, dy] of points) context.lineTo(x + dx, y + dy)
    context.closePath()
    if (isFilled) context.fill()
    context.stroke()
  }

const ring: Draw = (context, x, y) => {
  context.beginPath()
  context.arc(x, y, 3.2, 0, Math.PI * 2)
  context.stroke()
}

/** A raised hand: four fingers over a palm. */
const hand: Draw = (context, x, y) => {
  context.beginPath()
  for (const [dx, top] of [
    [-3.3, -2],
    [-1.1, -4.6],
    [1.1, -4.6],
    [3.3, -2.6],
  ] as const) {
    context.moveTo(x + dx, y + 1)
    context.lineTo(x + dx, y + top)
  }
  context.stroke()
  context.beginPath()
  context.roundRect(x - 4.1, y + 0.4, 8.2, 4.8, [0, 0, 3, 3])
  context.fill()
}

const tick: Draw = (context, x, y) => {
  context.beginPath()
  context.moveTo(x - 4, y)
  context.lineTo(x - 1, y + 3.4)
  context.lineTo(x + 4.4, y - 3.8)
  context.stroke()
}

const cross: Draw = (context, x, y) => {
  context.beginPath()
  context.moveTo(x - 3.4, y - 3.4)
  context.lineTo(x + 3.4, y + 3.4)
  context.moveTo(x + 3.4, y - 3.4)
  context.lineTo(x - 3.4, y + 3.4)
  context.stroke()
}

/** A question mark: nobody can tell. */
const question: Draw = (context, x, y) => {
  context.beginPath()
  context.arc(x, y - 2.2, 2.7, Math.PI, Math.PI * 2.4)
  context.lineTo(x, y + 2)
  context.stroke()
  context.beginPath()
  context.arc(x, y + 4.6, 0.6, 0, Math.PI * 2)
  context.fill()
}

const boltShape = [
  [1.6, -5.2],
  [-3.4, 1],
  [-0.4, 1],
  [-1.6, 5.2],
  [3.4, -1],
  [0.4, -1],
] as const
const bolt = polygon(boltShape, true)

/** A bolt struck out: the fault is over. */
const struckBolt: Draw = (context, x, y) => {
  polygon(boltShape, false)(context, x, y)
  context.beginPath()
  context.moveTo(x - 5, y + 4.4)
  context.lineTo(x + 5, y - 4.4)
  context.stroke()
}

const diamond = polygon(
  [
    [0, -4.8],
    [4.8, 0],
    [0, 4.8],
    [-4.8, 0],
  ],
  false,
)

/** A bell over its clapper. */
const bell: Draw = (context, x, y) => {
  context.beginPath()
  context.moveTo(x - 4.4, y + 2.6)
  context.bezierCurveTo(x - 2.6, y + 1, x - 3.4, y - 4.8, x, y - 4.8)
  context.bezierCurveTo(x + 3.4, y - 4.8, x + 2.6, y + 1, x + 4.4, y + 2.6)
  context.closePath()
  context.fill()
  context.beginPath()
  context.arc(x, y + 4.4, 0.9, 0, Math.PI * 2)
  context.stroke()
}

/** Lines of a ledger. */
const ledger: Draw = (context, x, y) => {
  context.beginPath()
  for (const dy of [-3.4, 0, 3.4]) {
    context.moveTo(x - 4, y + dy)
    context.lineTo(x + 4, y + dy)
  }
  context.stroke()
}

/** One shape per lane: the shape tells the lane, the colour only helps. */
const shapes: Record<Lane, Draw> = {
  fault: bolt,
  // Two bolts, one behind the other.
  second: (context, x, y) => {
    bolt(context, x - 2.6, y)
    bolt(context, x + 2.6, y)
  },
  // A diamond with a hole: the run is a control, not the real one.
  control: (context, x, y) => {
    diamond(context, x, y)
    context.beginPath()
    context.arc(x, y, 0.8, 0, Math.PI * 2)
    context.stroke()
  },
  lifted: struckBolt,
  judge: tick,
  unmet: cross,
  unclear: question,
  engine: ring,
  release: polygon(
    [
      [0, -4.4],
      [4.2, 3.2],
      [-4.2, 3.2],
    ],
    false,
  ),
  alert: bell,
  writes: ledger,
  action: polygon(
    [
      [-3.2, -3.2],
      [3.2, -3.2],
      [3.2, 3.2],
      [-3.2, 3.2],
    ],
    false,
  ),
  touch: hand,
}

/** Paints a glyph; several marks on one place get their number beside it; `halo` marks the one that is looked at. */
export const paintGlyph = (
  context: Context,
  glyph: Glyph,
  y: number,
  colour: string,
  halo: string | null,
): void => {
  const x = Math.round(glyph.x)
  context.strokeStyle = context.fillStyle = colour
  context.lineWidth = 1.4
  context.lineJoin = context.lineCap = 'round'
  shapes[glyph.lane](context, x, y)
  if (halo === null) return
  context.strokeStyle = halo
  context.lineWidth = 1
  context.strokeRect(x - 7.5, y - 6.5, 15, 13)
}
