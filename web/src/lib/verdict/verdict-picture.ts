import type { Verdict } from '@noops-dojo/contracts'
import { emptyColumns, layoutColumns } from '#lib/strip/columns.ts'
import { layoutGlyphs, type StripBand, type StripMark } from '#lib/strip/marks.ts'
import { paintStrip, stripHeight, stripParts } from '#lib/strip/painter.ts'
import type { Palette } from '#lib/strip/palette.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { clockTime } from '#lib/ui/text/format.ts'
import { fewLines, linesOf, shortened, type Measure } from './picture-lines.ts'

export interface VerdictScene {
  verdict: Verdict
  samples: SampleRing
  everyMs: number
  marks: readonly StripMark[]
  bands: readonly StripBand[]
  palette: Palette
}

/** The window of a verdict with a little before and after. */
export const verdictWindow = (verdict: Verdict): { from: number; to: number } => {
  const margin = Math.max(1000, (verdict.to - verdict.from) * 0.03)
  return { from: verdict.from - margin, to: verdict.to + margin }
}

/** Paints the heartbeat of the attempt, `width` CSS pixels wide, at the context's origin. */
export const paintVerdictStrip = (
  context: CanvasRenderingContext2D,
  scene: VerdictScene,
  width: number,
  ratio: number,
): void => {
  const shown = { ...verdictWindow(scene.verdict), width, ratio }
  const columns = layoutColumns(
    scene.samples,
    { ...shown, rise: stripParts.rise, fall: stripParts.fall - 2, everyMs: scene.everyMs },
    emptyColumns(Math.ceil(width * ratio) + 4096),
  )
  const glyphs = layoutGlyphs(scene.marks, shown)
  const { bands, palette } = scene
  const rest = { cursor: null, highlighted: null, clock: clockTime, height: stripHeight }
  paintStrip(context, { ...shown, columns, glyphs, bands, palette, ...rest })
}

export interface PictureText {
  sentence: string
  outcome: string
  lab: string
  when: string
  facts: readonly { label: string; value: string }[]
  /** Why samples are missing in the strip; empty when none are. */
  note: string
}

const margin = 48
const size = { width: 1200, height: 520 }

const inner = size.width - 2 * margin
const sans = '"IBM Plex Sans", "IBM Plex Sans JP", sans-serif'
/** The sentence is written as large as it fits; only what does not fit into the smallest way is cut. */
const waysToWrite = [
  { px: 36, leading: 46, lines: 3 },
  { px: 28, leading: 36, lines: 4 },
] as const

/** Draws the verdict as a picture to share: the sentence, the strip, the figures. Gives a PNG. */
export const verdictPicture = async (scene: VerdictScene, text: PictureText): Promise<Blob> => {
  const canvas = new OffscreenCanvas(size.width * 2, size.height * 2)
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D
  context.scale(2, 2)
  const { palette, verdict } = scene
  const meaning = { met: palette.good, unmet: palette.bad, inconclusive: palette.unknown }
  context.fillStyle = meaning[verdict.outcome]
  context.fillRect(0, 0, 10, size.height)
  context.textBaseline = 'alphabetic'
  context.font = `600 20px ${sans}`
  context.fillText(text.outcome, margin, 62)
  context.fillStyle = palette.ink
  paintSentence(context, text.sentence)
  context.save()
  context.translate(margin, 228)
  paintVerdictStrip(context, scene, inner, 2)
  context.restore()
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
  paintFacts(context, text, palette)
  paintSmall(context, text, palette)
  // Behind all the rest and last: the strip clears its place, which would be a hole in the picture.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = palette.panel
  context.fillRect(0, 0, size.width, size.height)
  return canvas.convertToBlob({ type: 'image/png' })
}

const measureIn = (context: CanvasRenderingContext2D): Measure => {
  return (text) => context.measureText(text).width
}

const paintSentence = (context: CanvasRenderingContext2D, sentence: string): void => {
  const measure = measureIn(context)
  const write = (way: (typeof waysToWrite)[number], lines: readonly string[]) => {
    for (const [index, line] of lines.entries()) context.fillText(line, margin, 112 + index * way.leading)
  }
  for (const way of waysToWrite) {
    context.font = `600 ${way.px}px ${sans}`
    const lines = linesOf(measure, sentence, inner)
    if (lines.length <= way.lines) return write(way, lines)
  }
  const smallest = waysToWrite[1]
  write(smallest, fewLines(measure, sentence, inner, smallest.lines))
}

const paintFacts = (context: CanvasRenderingContext2D, text: PictureText, palette: Palette): void => {
  for (const [index, fact] of text.facts.entries()) {
    const x = margin + index * 280
    context.fillStyle = palette['ink-soft']
    context.font = `400 15px ${sans}`
    context.fillText(fact.label, x, 412)
    context.fillStyle = palette.ink
    context.font = `600 24px ${sans}`
    context.fillText(fact.value, x, 442)
  }
}

/** The note under the strip, and at the bottom where the picture is from. */
const paintSmall = (context: CanvasRenderingContext2D, text: PictureText, palette: Palette): void => {
  const measure = measureIn(context)
  context.fillStyle = palette['ink-soft']
  context.font = `400 15px ${sans}`
  if (text.note !== '') context.fillText(shortened(measure, text.note, inner), margin, 380)
  const frame = (lab: string) => `NoOps Dojo · ${lab} · ${text.when}`
  const lab = shortened(measure, text.lab, inner - measure(frame('')))
  context.fillText(frame(lab), margin, 488)
}
