import type { Columns } from './columns.ts'
import { paintGlyph } from './glyph-painter.ts'
import type { Glyph, Lane, StripBand } from './marks.ts'
import type { Palette } from './palette.ts'

/** Heights of the parts of the strip, CSS pixels, from top to bottom. */
export const stripParts = { lane: 13, rows: 3, rise: 50, fall: 22, axis: 16 } as const
export const lanesHeight = stripParts.lane * stripParts.rows + 3
export const baseline = lanesHeight + stripParts.rise
export const signalEnd = baseline + stripParts.fall
export const stripHeight = signalEnd + stripParts.axis

export interface Scene {
  from: number
  to: number
  width: number
  height: number
  columns: Columns
  bands: readonly StripBand[]
  glyphs: readonly Glyph[]
  /** Moment under the pointer or the keyboard, or null. */
  cursor: number | null
  highlighted: Glyph | null
  palette: Palette
  clock: (time: number) => string
}

export const laneColour: Record<Lane, keyof Palette> = {
  fault: 'fault',
  judge: 'ink',
  engine: 'ink-soft',
  release: 'ink-soft',
  action: 'touch',
  touch: 'touch',
}

type Context = CanvasRenderingContext2D

const xOf = (scene: Scene, time: number): number =>
  ((time - scene.from) / (scene.to - scene.from)) * scene.width

/** Paints one frame. The context is already scaled to CSS pixels. */
export const paintStrip = (context: Context, scene: Scene): void => {
  context.clearRect(0, 0, scene.width, scene.height)
  for (const band of scene.bands) paintBand(context, scene, band)
  paintAxis(context, scene)
  paintColumns(context, scene)
  for (const band of scene.bands) if (band.kind === 'outage') paintBracket(context, scene, band)
  for (const glyph of scene.glyphs) {
    const y = glyph.row * stripParts.lane + stripParts.lane / 2 + 1
    const isLit = glyph === scene.highlighted
    paintGlyph(context, glyph, y, scene.palette[laneColour[glyph.lane]], isLit ? scene.palette.ink : null)
  }
  if (scene.cursor !== null) paintCursor(context, scene, scene.cursor)
}

const paintColumns = (context: Context, { columns, palette }: Scene): void => {
  const paintSide = (side: Float32Array, colour: string, isUp: boolean) => {
    context.fillStyle = colour
    context.beginPath()
    for (let index = 0; index < columns.count; index += 1) {
      const height = side[index] as number
      if (height === 0) continue
      context.rect(columns.x[index] as number, isUp ? baseline - height : baseline + 1, columns.width, height)
    }
    context.fill()
  }
  paintSide(columns.up, palette.good, true)
  paintSide(columns.down, palette.bad, false)
}

const paintBand = (context: Context, scene: Scene, band: StripBand): void => {
  const left = Math.max(-2, xOf(scene, band.from))
  const right = Math.min(scene.width + 2, xOf(scene, band.to ?? scene.to))
  if (right <= 0 || left >= scene.width || band.kind === 'outage') return
  const width = Math.max(2, right - left)
  context.save()
  if (band.kind === 'fault') hatch(context, scene, left, width)
  else paintHold(context, scene, left, width)
  context.restore()
}

const hatch = (context: Context, scene: Scene, left: number, width: number): void => {
  context.beginPath()
  context.rect(left, lanesHeight, width, signalEnd - lanesHeight)
  context.clip()
  context.globalAlpha = 0.14
  context.fillStyle = scene.palette.fault
  context.fillRect(left, lanesHeight, width, signalEnd - lanesHeight)
  context.globalAlpha = 0.6
  context.strokeStyle = scene.palette.fault
  context.lineWidth = 1
  const depth = signalEnd - lanesHeight
  // Anchored to the band, not to the window, so that the hatching moves with the samples.
  const offset = xOf(scene, 0) % 7
  context.beginPath()
  for (let x = left - depth - 7 + ((offset - left) % 7); x < left + width; x += 7) {
    context.moveTo(x, signalEnd)
    context.lineTo(x + depth, lanesHeight)
  }
  context.stroke()
  context.globalAlpha = 1
  context.fillRect(left, lanesHeight, 1.5, depth)
}

const paintHold = (context: Context, scene: Scene, left: number, width: number): void => {
  context.globalAlpha = 0.12
  context.fillStyle = scene.palette.good
  context.fillRect(left, lanesHeight, width, baseline - lanesHeight)
  context.globalAlpha = 0.9
  context.strokeStyle = scene.palette.good
  context.setLineDash([4, 3])
  context.strokeRect(left + 0.5, lanesHeight + 0.5, width - 1, baseline - lanesHeight)
}

/** The outage: solid where it surely was, fading out to where it may have been. */
const paintBracket = (context: Context, scene: Scene, band: StripBand): void => {
  const outerLeft = xOf(scene, band.softFrom ?? band.from)
  const left = xOf(scene, band.from)
  const right = xOf(scene, band.to ?? scene.to)
  const outerRight = xOf(scene, band.softTo ?? band.to ?? scene.to)
  if (outerRight < 0 || outerLeft > scene.width) return
  const y = lanesHeight + 2.5
  context.strokeStyle = scene.palette.bad
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(left, y + 7)
  context.lineTo(left, y)
  context.lineTo(right, y)
  if (band.to !== null) context.lineTo(right, y + 7)
  context.stroke()
  fade(context, scene, left, Math.min(outerLeft, left - 6), y)
  if (band.to !== null) fade(context, scene, right, Math.max(outerRight, right + 6), y)
}

const fade = (context: Context, scene: Scene, inner: number, outer: number, y: number): void => {
  const gradient = context.createLinearGradient(inner, 0, outer, 0)
  gradient.addColorStop(0, scene.palette.bad)
  gradient.addColorStop(1, 'transparent')
  context.fillStyle = gradient
  context.globalAlpha = 0.45
  context.fillRect(Math.min(inner, outer), y - 0.75, Math.abs(outer - inner), 8)
  context.globalAlpha = 1
}

const stepsMs = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000]

const paintAxis = (context: Context, scene: Scene): void => {
  const { palette, width } = scene
  context.fillStyle = palette['line-strong']
  context.fillRect(0, baseline, width, 1)
  const perPixel = (scene.to - scene.from) / width
  const step = stepsMs.find((ms) => ms / perPixel >= 96) ?? 600_000
  context.font = '11px "IBM Plex Mono", monospace'
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (let time = Math.ceil(scene.from / step) * step; time < scene.to; time += step) {
    const x = Math.round(xOf(scene, time))
    context.fillStyle = palette.line
    context.fillRect(x, baseline + 1, 1, signalEnd - baseline + 4)
    context.fillStyle = palette['ink-soft']
    if (x + 58 < width) context.fillText(scene.clock(time), x + 4, signalEnd + stripParts.axis / 2 + 1)
  }
}

const paintCursor = (context: Context, scene: Scene, cursor: number): void => {
  const x = Math.round(xOf(scene, cursor)) + 0.5
  context.strokeStyle = scene.palette.ink
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x, 0)
  context.lineTo(x, signalEnd)
  context.stroke()
}
