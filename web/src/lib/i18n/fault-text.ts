import type { FidelityRung, Locale } from '@noops-dojo/contracts'
import { faultParams } from './ja/fault-params.ts'
import { faultRungs } from './ja/fault-rungs.ts'
import type { Words } from './words.ts'

export interface TextInLanguage {
  readonly text: string
  readonly lang: Locale
}

const japaneseOf = (english: string): string | undefined => faultParams[english] ?? faultRungs[english]

/** What the server says of a fault in English, in the reader's language where the page has it; with its language. */
export const faultText = (english: string, locale: Locale): TextInLanguage => {
  const japanese = locale === 'ja' ? japaneseOf(english) : undefined
  return japanese === undefined ? { text: english, lang: 'en' } : { text: japanese, lang: 'ja' }
}

/** How true to life an injection was, as its verdict has it: `kernel: SIGKILL of …`. */
export const fidelityText = (fidelity: string, words: Words, locale: Locale): TextInLanguage => {
  const [rung = '', ...rest] = fidelity.split(': ')
  const { text, lang } = faultText(rest.join(': '), locale)
  if (lang === 'en') return { text: fidelity, lang }
  return { text: `${words.chaos.rungs[rung as FidelityRung['rung']]}：${text}`, lang }
}
