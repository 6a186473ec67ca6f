import { escapeHtml } from '../escape.ts'
import type { TimeWords } from '../../recovery/verdict/times-in-words.ts'
import { moment } from '../numbers.ts'
import { columnsOf } from './columns.ts'
import type { OutageMark, StripPicture } from './strip-picture.ts'

const box = { width: 960, rise: 62, fall: 34 }
const top = 34
const baseline = top + box.rise
const bottom = baseline + box.fall
const bracketY = bottom + 12
const height = bottom + 44
const leastFaultPx = 3

const fixed = (value: number): string => String(Math.round(value * 10) / 10)

/** Steps of 1, 2 or 5 that leave at least 80 pixels between two ticks. */
const tickStepMs = (scale: number): number => {
  const least = 80 / scale
  for (let unit = 100; ; unit *= 10)
    for (const step of [unit, 2 * unit, 5 * unit]) if (step >= least) return step
}

const ticks = ({ from, to, zero }: StripPicture, scale: number, words: Pick<TimeWords, 'unit'>): string => {
  const step = tickStepMs(scale)
  const marks: string[] = []
  for (let at = zero - Math.floor((zero - from) / step) * step; at <= to; at += step) {
    const x = fixed((at - from) * scale)
    const label = at === zero ? '0' : moment(at - zero, words)
    marks.push(`<path class="tick" d="M${x} ${top - 6}V${bottom}"/>`)
    marks.push(
      `<text class="label" x="${x}" y="${height - 4}" text-anchor="middle">${escapeHtml(label)}</text>`,
    )
  }
  return marks.join('')
}

const faults = (picture: StripPicture, scale: number): string =>
  picture.faults
    .map(({ from, to, name }) => {
      const x = (from - picture.from) * scale
      const width = Math.max(leastFaultPx, (to - from) * scale)
      return (
        `<rect class="fault" x="${fixed(x)}" y="${top}" width="${fixed(width)}" height="${bottom - top}"/>` +
        `<text class="fault-name" x="${fixed(x)}" y="${top - 18}">${escapeHtml(name)}</text>`
      )
    })
    .join('')

const samplePath = (picture: StripPicture, scale: number, side: 'up' | 'down'): string => {
  const columns = columnsOf(picture.samples, picture.from, scale, box).filter((column) => column[side] > 0)
  const sign = side === 'up' ? -1 : 1
  const gap = side === 'up' ? -1 : 1
  return columns
    .map((column) => `M${column.x + 0.5} ${baseline + gap}V${fixed(baseline + gap + sign * column[side])}`)
    .join('')
}

/** The bracket: a solid bar where the outage is certain, a thin one with ends where it may have been. */
const bracket = (picture: StripPicture, scale: number, { certain, possible }: OutageMark): string => {
  const x = (at: number): string => fixed((at - picture.from) * scale)
  const outer = `M${x(possible.from)} ${bracketY - 5}v10M${x(possible.from)} ${bracketY}H${x(possible.to)}M${x(possible.to)} ${bracketY - 5}v10`
  const inner =
    certain.to > certain.from
      ? `<path class="certain" d="M${x(certain.from)} ${bracketY}H${x(certain.to)}"/>`
      : ''
  return `<path class="possible" d="${outer}"/>${inner}`
}

const touches = (picture: StripPicture, scale: number): string =>
  picture.touches
    .map((at) => {
      const x = fixed((at - picture.from) * scale)
      return `<path class="touch" d="M${x} ${top - 4}l-5 -9h10z"/>`
    })
    .join('')

/** Gives the strip as an SVG element: samples, fault windows, outage brackets and touches on one scale of time. */
export const stripSvg = (picture: StripPicture, alt: string, words: Pick<TimeWords, 'unit'>): string => {
  const scale = box.width / (picture.to - picture.from)
  return [
    `<svg class="strip" viewBox="-24 0 ${box.width + 48} ${height}" role="img" aria-label="${escapeHtml(alt)}" xmlns="http://www.w3.org/2000/svg">`,
    ticks(picture, scale, words),
    faults(picture, scale),
    `<path class="line" d="M0 ${baseline}H${box.width}"/>`,
    `<path class="good" d="${samplePath(picture, scale, 'up')}"/>`,
    `<path class="bad" d="${samplePath(picture, scale, 'down')}"/>`,
    ...picture.outages.map((outage) => bracket(picture, scale, outage)),
    touches(picture, scale),
    '</svg>',
  ].join('')
}
