import { distance } from 'fastest-levenshtein'

/** Whether the letters of `short` stand in `long` in their order: a letter was left out, not taken for another. */
const isWithin = (short: string, long: string): boolean => {
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length
}

/**
 * Gives the candidate a person most probably meant by `word`, or undefined when none is near: at most a third of
 * the word’s letters differ, two at least being allowed.
 */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const limit = Math.max(2, Math.floor(word.length / 3))
  const wanted = word.toLowerCase()
  const ranked = candidates
    .map((candidate) => {
      const other = candidate.toLowerCase()
      const isOmission = isWithin(wanted, other) || isWithin(other, wanted)
      return { candidate, far: distance(wanted, other) - (isOmission ? 0.5 : 0) }
    })
    .filter(({ far, candidate }) => far <= limit && far < candidate.length)
    .sort((a, b) => a.far - b.far)
  return ranked[0]?.candidate
}

/** Gives ` Did you mean "x"?`, or the list of what there is, or nothing when there is nothing. */
export const suggestion = (word: string, candidates: readonly string[]): string => {
  const near = nearest(word, candidates)
  if (near !== undefined) return ` Did you mean "${near}"?`
  return candidates.length > 0 ? ` There is: ${candidates.join(', ')}.` : ''
}
