/** A piece of a sentence: plain, `typed`, *stressed* or **strong**. */
export interface InlinePart {
  kind: 'text' | 'code' | 'em' | 'strong'
  text: string
}

/** Stars only stress when they hug a word from outside: `2 * 3 * 4` and `a*b*c` are arithmetic. */
const marked =
  /`([^`]+)`|(?<![A-Za-z0-9*])\*\*(?!\s)([^*]+?)(?<!\s)\*\*(?![A-Za-z0-9*])|(?<![A-Za-z0-9*])\*(?!\s)([^*`]+?)(?<!\s)\*(?![A-Za-z0-9*])/gu

/**
 * Splits a sentence of an author into its parts: the inline Markdown that one line of a lab.yaml may have. What is
 * anything else stays as it was written; the parts are text, so nothing in them can become an element.
 */
export const inlineParts = (sentence: string): InlinePart[] => {
  const parts: InlinePart[] = []
  let at = 0
  const plain = (to: number) => {
    if (to > at) parts.push({ kind: 'text', text: sentence.slice(at, to) })
  }
  for (const match of sentence.matchAll(marked)) {
    plain(match.index)
    const [whole, code, strong, em] = match
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else parts.push({ kind: 'em', text: em ?? '' })
    at = match.index + whole.length
  }
  plain(sentence.length)
  return parts
}
