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
  /** Ticks of the axis are counted from here, epoch ms; default 0: from the full minute. */
  origin?: number
  /** Nothing later than this is painted (replay), epoch ms. */
  until?: number
}

export const laneColour: Record<Lane, keyof Palette> = {
  fault: 'fault',
  second: 'fault',
  lifted: 'fault',
  control: 'ink',
  judge: 'ink',
  unmet: 'ink',
  unclear: 'ink',
  engine: 'ink-soft',
  release: 'ink-soft',
  alert: 'ink',
  writes: 'ink-soft',
  action: 'touch',
  touch: 'touch',
}

type Context = CanvasRenderingContext2D

/** The smallest size of the page (tokens.css: --size-1). */
const canvasFont = '13px "IBM Plex Mono", monospace'

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
  if (scene.until !== undefined && scene.until < scene.to) paintCursor(context, scene, scene.until)
  if (scene.cursor !== null) paintCursor(context, scene, scene.cursor)
}

const paintColumns = (context: Context, { columns, palette }: Scene): void => {
  const paintSide = (side: Float32Array, colour: string, isUp: boolean) => {
    context.fillStyle = colour
    context.beginPath()
    for (let index = 0; index < columns.count; index += 1) {
      const height = side[index] as number
      if (height === 0) continue
      const top = isUp ? baseline - height : baseline + 1
      context.rect(columns.x[index] as number, top, columns.wide[index] as number, height)
    }
    context.fill()
  }
  paintSide(columns.up, palette.good, true)
  paintSide(columns.down, palette.bad, false)
}

const paintBand = (context: Context, scene: Scene, band: StripBand): void => {
  const left = Math.max(-2, xOf(scene, band.from))
  const until = scene.until ?? scene.to
  const right = Math.min(scene.width + 2, xOf(scene, Math.min(until, band.to ?? until)))
  if (band.from > until || right <= 0 || left >= scene.width || band.kind === 'outage') return
  const width = Math.max(2, right - left)
  context.save()
  if (band.kind === 'fault') hatch(context, scene, band, left, width)
  else paintHold(context, scene, left, width)
  context.restore()
}

const hatch = (context: Context, scene: Scene, band: StripBand, left: number, width: number): void => {
  const { slot = 0, slots = 1 } = band
  const depth = (signalEnd - lanesHeight) / slots
  const top = lanesHeight + slot * depth
  context.beginPath()
  context.rect(left, top, width, depth - (slots > 1 ? 1 : 0))
  context.clip()
  context.globalAlpha = 0.14
  context.fillStyle = scene.palette.fault
  context.fillRect(left, top, width, depth)
  context.globalAlpha = 0.6
  context.strokeStyle = scene.palette.fault
  context.lineWidth = 1
  // Anchored to the band, not to the window, so that the hatching moves with the samples.
  const offset = xOf(scene, 0) % 7
  context.beginPath()
  for (let x = left - depth - 7 + ((offset - left) % 7); x < left + width; x += 7) {
    // Neighbours lean to different sides, so that two faults stay two.
    context.moveTo(x, slot % 2 === 0 ? top + depth : top)
    context.lineTo(x + depth, slot % 2 === 0 ? top : top + depth)
  }
  context.stroke()
  context.globalAlpha = 1
  context.fillRect(left, top, 1.5, depth)
  if (band.label !== undefined) paintLabel(context, scene, band.label, left, top, width)
}

const paintLabel = (
  context: Context,
  scene: Scene,
  label: string,
  left: number,
  top: number,
  width: number,
): void => {
  context.font = canvasFont
  const room = context.measureText(label).width + 8
  if (room > width) return
  context.fillStyle = scene.palette.panel
  // At the end of the band: the outage and its bracket stand at the beginning.
  const x = left + width - room - 3
  context.fillRect(x, top + 2, room, 16)
  context.fillStyle = scene.palette.fault
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillText(label, x + 4, top + 10.5)
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
  const until = scene.until ?? scene.to
  if (band.from > until) return
  const left = xOf(scene, band.from)
  const isOpen = band.to === null || band.to > until
  const right = xOf(scene, Math.min(until, band.to ?? until))
  const outerRight = xOf(scene, Math.min(until, band.softTo ?? band.to ?? until))
  if (outerRight < 0 || outerLeft > scene.width) return
  const y = lanesHeight + 2.5
  context.strokeStyle = scene.palette.bad
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(left, y + 7)
  context.lineTo(left, y)
  context.lineTo(right, y)
  if (!isOpen) context.lineTo(right, y + 7)
  context.stroke()
  fade(context, scene, left, Math.min(outerLeft, left - 6), y)
  if (!isOpen) fade(context, scene, right, Math.max(outerRight, right + 6), y)
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
  context.font = canvasFont
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  const origin = scene.origin ?? 0
  const first = origin + Math.ceil((scene.from - origin) / step) * step
  for (let time = first; time < scene.to; time += step) {
    const x = Math.round(xOf(scene, time))
    context.fillStyle = palette.line
    context.fillRect(x, baseline + 1, 1, signalEnd - baseline + 4)
    context.fillStyle = palette['ink-soft']
    const text = scene.clock(time)
    const isWhole = x + 6 + context.measureText(text).width < width
    if (isWhole) context.fillText(text, x + 4, signalEnd + stripParts.axis / 2 + 1)
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
