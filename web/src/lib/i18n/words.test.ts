import { describe, expect, it } from 'vitest'
import { words } from './words.ts'

/** Every text of a catalogue with its path; functions are called with samples, so that their texts are seen too. */
const texts = (value: unknown, path: string): [string, string][] => {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    const samples = [3, 5, 7, 9].slice(0, value.length)
    return [[path, String((value as (...args: unknown[]) => unknown)(...samples))]]
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}
const shapes = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => shapes(inner, `${path}.${key}`))
    : [`${path}:${typeof value}`]

const japaneseText = /[\u3040-\u30ff\u4e00-\u9fff]/
/** Proper names, keys and units are the same in both languages. */
const same =
  /site\.(name|named|aside|comma|stop)$|keyNames|withControl|actors\.(dockerd|swarm)|themeLight|themeDark|units\.|timeline\.engine(By)?$|task\.points/

describe('the words of the page', () => {
  it('have the same keys in every language', () => {
    expect(shapes(words.ja).toSorted()).toEqual(shapes(words.en).toSorted())
  })

  it('are never empty', () => {
    for (const [language, catalogue] of Object.entries(words)) {
      const empty = texts(catalogue, language).filter(([, text]) => text.trim() === '')
      expect(empty.map(([path]) => path)).toEqual([])
    }
  })

  it('are written in Japanese in the Japanese catalogue', () => {
    const left = texts(words.ja, 'ja').filter(([path, text]) => !same.test(path) && !japaneseText.test(text))
    expect(left).toEqual([])
  })

  it('are written in English in the English catalogue', () => {
    expect(texts(words.en, 'en').filter(([, text]) => japaneseText.test(text))).toEqual([])
  })

  it.each(['self-recovered-after-lift', 'platform-assisted', 'not-recovered'] as const)(
    'do not call %s healed: its verdict is that it did not heal',
    (kind) => {
      expect(words.en.verdict.classes[kind]).toMatch(/^Did not heal/)
      expect(words.ja.verdict.classes[kind]).toMatch(/治らなかった/)
    },
  )

  it.each(['en', 'ja'] as const)('tell what happened in whole sentences: %s', (locale) => {
    const labels = /timeline\.(title|time|what|who|filter|all|important|show|learner|actors|engineActions)\b/
    const told = texts(words[locale].timeline, 'timeline').filter(([path]) => !labels.test(path))
    expect(told.length).toBeGreaterThan(30)
    expect(told.filter(([, text]) => !text.endsWith(locale === 'ja' ? '。' : '.'))).toEqual([])
  })

  it('have Japanese punctuation beside Japanese', () => {
    const half = texts(words.ja, 'ja').filter(([, text]) =>
      /[\u3040-\u30ff\u4e00-\u9fff][ \u00a0]?[:;!?()](?!\d)|[:;!?()] ?[\u3040-\u30ff\u4e00-\u9fff]/.test(
        text,
      ),
    )
    expect(half).toEqual([])
  })

  it('never say Oops', () => {
    const blame = texts(words.en, 'en').filter(([, text]) => /\boops\b|invalid input|you failed/i.test(text))
    expect(blame).toEqual([])
  })
})
