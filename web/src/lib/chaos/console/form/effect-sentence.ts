import { textOf, type ParamField, type Problem } from './param-form.ts'

/** The texts of a form with nothing in the place of what cannot be read: that will not happen. */
export const readableTexts = (
  texts: Readonly<Record<string, string>>,
  problems: Readonly<Record<string, Problem>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, problems[name] && text.trim() !== '' ? '…' : text]),
  )

export interface EffectSentence {
  text: string
  /** Changed parameters whose place in the sentence is not known; to be shown beside it. */
  beside: string[]
}

const placesOf = (sentence: string, token: string): number[] => {
  const places: number[] = []
  const isWord = (char: string | undefined) => char !== undefined && /[A-Za-z0-9]/.test(char)
  for (let at = sentence.indexOf(token); at >= 0; at = sentence.indexOf(token, at + 1)) {
    const [before, after] = [sentence[at - 1], sentence[at + token.length]]
    const isFraction = after === '.' && isWord(sentence[at + token.length + 1])
    if (!isWord(before) && !isWord(after) && before !== '.' && !isFraction) places.push(at)
  }
  return places
}

/**
 * Writes the chosen values into the sentence that the registry made with the default ones. `target` takes the place
 * of TARGET. A value is only replaced where it stands exactly once and no other parameter has the same; what cannot be
 * placed is given back in `beside`, so that the sentence never says something that will not happen unnoticed.
 * `example`: values that the registry's sentence has for the parameters without a default.
 */
export const effectSentence = (
  sentence: string,
  fields: readonly ParamField[],
  texts: Record<string, string>,
  target: string,
  example: Record<string, unknown> = {},
): EffectSentence => {
  const shown = fields.map((field) => textOf(example[field.name] ?? field.fallback))
  const cuts: { at: number; length: number; text: string }[] = []
  const beside: string[] = []
  for (const [index, field] of fields.entries()) {
    const wanted = (texts[field.name] ?? '').trim()
    const old = shown[index] ?? ''
    if (wanted === '' || wanted === old) continue
    const places = old === '' ? [] : placesOf(sentence, old)
    const isAlone = places.length === 1 && shown.filter((one) => one === old).length === 1
    if (isAlone) cuts.push({ at: places[0] as number, length: old.length, text: wanted })
    else beside.push(field.name)
  }
  for (const at of placesOf(sentence, 'TARGET')) cuts.push({ at, length: 'TARGET'.length, text: target })
  let text = sentence
  for (const cut of cuts.toSorted((a, b) => b.at - a.at)) {
    text = text.slice(0, cut.at) + cut.text + text.slice(cut.at + cut.length)
  }
  return { text, beside }
}
