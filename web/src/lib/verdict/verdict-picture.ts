import type { Verdict } from '@noops-dojo/contracts'
import { emptyColumns, layoutColumns } from '#lib/strip/columns.ts'
import { layoutGlyphs, type StripBand, type StripMark } from '#lib/strip/marks.ts'
import { paintStrip, stripHeight, stripParts } from '#lib/strip/painter.ts'
import type { Palette } from '#lib/strip/palette.ts'
import type { SampleRing } from '#lib/strip/sample-ring.ts'
import { clockTime } from '#lib/ui/text/format.ts'

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
    emptyColumns(Math.ceil(width) + 4096),
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
}

const margin = 48
const size = { width: 1200, height: 520 }

/** Breaks a sentence into lines; Japanese may break anywhere, so its characters are the words. */
const linesOf = (context: CanvasRenderingContext2D, text: string, width: number): string[] => {
  const words =
    text.match(
      /[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]|[^\s\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]+\s*/g,
    ) ?? []
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && context.measureText(line + word.trimEnd()).width > width) {
      lines.push(line)
      line = ''
    }
    line += word
  }
  return line === '' ? lines : [...lines, line]
}

/** Draws the verdict as a picture to share: the sentence, the strip, the figures. Gives a PNG. */
export const verdictPicture = async (scene: VerdictScene, text: PictureText): Promise<Blob> => {
  const canvas = new OffscreenCanvas(size.width * 2, size.height * 2)
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D
  context.scale(2, 2)
  const { palette, verdict } = scene
  const meaning = { met: palette.good, unmet: palette.bad, inconclusive: palette.unknown }
  const sans = '"IBM Plex Sans", "IBM Plex Sans JP", sans-serif'
  context.fillStyle = palette.panel
  context.fillRect(0, 0, size.width, size.height)
  context.fillStyle = meaning[verdict.outcome]
  context.fillRect(0, 0, 10, size.height)
  context.textBaseline = 'alphabetic'
  context.font = `600 20px ${sans}`
  context.fillText(text.outcome, margin, 62)
  context.fillStyle = palette.ink
  context.font = `600 36px ${sans}`
  for (const [index, line] of linesOf(context, text.sentence, size.width - 2 * margin)
    .slice(0, 3)
    .entries()) {
    context.fillText(line, margin, 112 + index * 46)
  }
  context.save()
  context.translate(margin, 228)
  paintVerdictStrip(context, scene, size.width - 2 * margin, 2)
  context.restore()
  paintFacts(context, text, palette, sans)
  return canvas.convertToBlob({ type: 'image/png' })
}

const paintFacts = (
  context: CanvasRenderingContext2D,
  text: PictureText,
  palette: Palette,
  sans: string,
): void => {
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
  for (const [index, fact] of text.facts.entries()) {
    const x = margin + index * 280
    context.fillStyle = palette['ink-soft']
    context.font = `400 15px ${sans}`
    context.fillText(fact.label, x, 408)
    context.fillStyle = palette.ink
    context.font = `600 24px ${sans}`
    context.fillText(fact.value, x, 438)
  }
  context.fillStyle = palette['ink-soft']
  context.font = `400 15px ${sans}`
  context.fillText(`NoOps Dojo · ${text.lab} · ${text.when}`, margin, 488)
}
