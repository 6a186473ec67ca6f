import { inLanguage, locales, type Locale, type LocalizedText } from '@noops-dojo/contracts'
import { words, type Words } from './words.ts'

const storageKey = 'dojo.language'

const isLocale = (text: string | null | undefined): text is Locale => locales.some((known) => known === text)

const preferred = (): Locale => {
  if (typeof localStorage === 'undefined') return 'en'
  const stored = localStorage.getItem(storageKey)
  if (isLocale(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale) ?? 'en'
}

/** The language of the page: what the person picked, else what the browser asks for, else English. */
class Language {
  #locale = $state<Locale>(preferred())

  get locale(): Locale {
    return this.#locale
  }

  set locale(next: Locale) {
    this.#locale = next
    localStorage.setItem(storageKey, next)
  }

  get words(): Words {
    return words[this.#locale]
  }

  /** Gives a lab author's text in the current language. */
  pick(text: LocalizedText): string {
    return inLanguage(text, this.#locale)
  }
}

export const language = new Language()
