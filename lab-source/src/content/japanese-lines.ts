/** What the plugin needs of markdown-it, whose own package has no named types. */
interface Token {
  readonly content: string
}
interface Markdown {
  readonly renderer: { rules: { softbreak?: unknown } }
}

/** Characters that are written without a space between: kana, kanji, full-width forms and their punctuation. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

const nearest = (tokens: readonly Token[], from: number, step: 1 | -1): string => {
  for (let index = from; index >= 0 && index < tokens.length; index += step) {
    const content = tokens[index]?.content
    if (content) return content
  }
  return ''
}

/**
 * markdown-it plugin: a line break of the source between two Japanese characters is no space on the page, where it
 * would stand as a gap inside of a sentence. Beside a Latin word it stays the space that the author sees.
 */
export const joinJapaneseLines = (markdown: Markdown): void => {
  markdown.renderer.rules.softbreak = (tokens: readonly Token[], index: number): string => {
    const before = [...nearest(tokens, index - 1, -1)].at(-1) ?? ''
    const after = [...nearest(tokens, index + 1, 1)].at(0) ?? ''
    return unspaced.test(before) && unspaced.test(after) ? '' : '\n'
  }
}
