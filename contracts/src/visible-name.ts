const lineBreaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** A joiner between two pictures makes one of them; a selector after a picture or a kanji chooses its form. */
const joiner = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})`
const selector = String.raw`(?<=[\p{Emoji}\p{Script=Han}])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`
const meaningful = new RegExp(`${joiner}|${selector}`, 'u')

/** Format characters, fillers that look like a space, lone surrogates: one could be put into a name to copy another. */
const unseen = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u
const unseenOrMeaningful = new RegExp(`(${meaningful.source})|${unseen.source}`, 'gu')

/** Looks like a space, is a symbol by its category. */
const blankBraille = /\u2800/gu

/**
 * Gives `text` as a name that people can tell apart by looking: in one line, without characters that nobody sees, and
 * without spaces around it. Composed (NFC), so that the same name from two keyboards is the same.
 */
export const cleanName = (text: string): string =>
  text
    .replace(lineBreaks, ' ')
    .replace(unseenOrMeaningful, (_, kept: string | undefined) => kept ?? '')
    .replace(blankBraille, ' ')
    .normalize('NFC')
    .trim()

/** Whether anything of a cleaned name can be seen: a letter, a digit, a sign or a picture. */
export const isVisible = (name: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(name)
