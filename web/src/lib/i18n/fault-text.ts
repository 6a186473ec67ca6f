import type { Locale } from '@noops-dojo/contracts'
import { faultParams } from './ja/fault-params.ts'

export interface TextInLanguage {
  readonly text: string
  readonly lang: Locale
}

/**
 * What a parameter of a fault takes, in the reader's language where the page has it, else in the server's English; with
 * the language it is in.
 */
export const faultText = (english: string, locale: Locale): TextInLanguage => {
  const japanese = locale === 'ja' ? faultParams[english] : undefined
  return japanese === undefined ? { text: english, lang: 'en' } : { text: japanese, lang: 'ja' }
}
