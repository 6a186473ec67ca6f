import type { Locale, Outcome } from '@noops-dojo/contracts'
import type { StripPicture } from './strip/strip-picture.ts'

export interface Fact {
  readonly label: string
  readonly value: string
  /** A hash, an id: not to be broken or translated. */
  readonly isCode?: boolean
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Section {
  readonly heading: string
  readonly facts?: readonly Fact[]
  readonly table?: Table
  readonly note?: string
}

/** A report in one language, before it is written as HTML or Markdown. All texts are plain: whoever writes them escapes. */
export interface Report {
  readonly locale: Locale
  readonly title: string
  readonly outcome: Outcome
  readonly outcomeWord: string
  readonly sentence: string
  readonly about: readonly Fact[]
  readonly picture: StripPicture
  readonly pictureAlt: string
  readonly legend: readonly {
    readonly mark: 'good' | 'bad' | 'fault' | 'outage' | 'touch'
    readonly text: string
  }[]
  readonly sections: readonly Section[]
  readonly footer: string
}
