import { distance } from 'fastest-levenshtein'

/**
 * Gives the candidate a person most probably meant by `word`, or undefined when none is near: at most a third of
 * the word’s letters differ, two at least being allowed.
 */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const limit = Math.max(2, Math.floor(word.length / 3))
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
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
