/** Width of a text in the font of the picture, pixels. */
export type Measure = (text: string) => number

/** What may not begin a line (JIS X 4051): closing marks, small kana, the long-vowel mark; and what may not end one. */
const closing =
  /^[、。，．,.;:!?！？：；・…‥ー〜–)\]}」』）】〉》〕％%ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞ]/u
const opening = /[([{「『（【〈《〔]$/u
/** A number stays with its unit: a no-break space or a word joiner holds both together. */
const bound = /[\u00a0\u2060]$/u

const japanese = '\\u3001-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef'
const pieces = new RegExp(`[${japanese}]|[^ \\n\\t${japanese}]+[ \\n\\t]*|[ \\n\\t]+`, 'gu')

/** The parts of a sentence that stay whole: words, and characters of Japanese with the marks that belong to them. */
const partsOf = (text: string): string[] => {
  const parts: string[] = []
  for (const piece of text.match(pieces) ?? []) {
    const before = parts.at(-1)
    const isJoined =
      before !== undefined && (closing.test(piece) || opening.test(before) || bound.test(before))
    if (isJoined) parts[parts.length - 1] = before + piece
    else parts.push(piece)
  }
  return parts
}

/** Breaks a sentence into lines of at most `width`. */
export const linesOf = (measure: Measure, text: string, width: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const part of partsOf(text)) {
    if (line !== '' && measure(`${line}${part}`.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += part
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}

/** The text, or as much of its beginning as fits into `width` with an ellipsis. */
export const shortened = (measure: Measure, text: string, width: number): string => {
  if (measure(text) <= width) return text
  const letters = [...text]
  while (letters.length > 0 && measure(`${letters.join('').trimEnd()}…`) > width) letters.pop()
  return `${letters
    .join('')
    .trimEnd()
    .replace(/[、。,.]$/u, '')}…`
}

/** At most `most` lines; what does not fit into them ends in an ellipsis. */
export const fewLines = (measure: Measure, text: string, width: number, most: number): string[] => {
  const lines = linesOf(measure, text, width)
  if (lines.length <= most) return lines
  const rest = lines.slice(most - 1).join(' ')
  return [...lines.slice(0, most - 1), shortened(measure, rest, width)]
}
