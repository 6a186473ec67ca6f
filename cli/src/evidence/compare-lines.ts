interface Named {
  readonly name: string
  readonly sha256: string
}

const lines = (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'}`
const more = (count: number, what: string): string => (count > 0 ? `, and ${lines(count)} more ${what}` : '')

const sameCount = (found: readonly string[], asked: readonly Named[]): string => {
  const changed = asked.filter(({ sha256 }, index) => sha256 !== found[index])
  const isReordered =
    asked.length > 1 &&
    found.toSorted().join() ===
      asked
        .map(({ sha256 }) => sha256)
        .toSorted()
        .join()
  const first = changed[0]?.name ?? ''
  if (isReordered) return `${lines(asked.length)} from ${first} on were put in another order`
  return `${first} was changed${more(changed.length - 1, changed.length === 2 ? 'was' : 'were')}`
}

const place = (before: Named | undefined): string => (before ? `after ${before.name}` : 'at the beginning')

/**
 * Compares the SHA-256 of the lines that are there with those of the manifest. Gives what was changed in words, or
 * undefined when nothing was.
 */
export const lineDifference = (found: readonly string[], manifest: readonly Named[]): string | undefined => {
  const least = Math.min(found.length, manifest.length)
  let head = 0
  while (head < least && found[head] === manifest[head]?.sha256) head += 1
  let tail = 0
  while (tail < least - head && found.at(-1 - tail) === manifest.at(-1 - tail)?.sha256) tail += 1
  const there = found.slice(head, found.length - tail)
  const asked = manifest.slice(head, manifest.length - tail)
  const first = asked[0]?.name ?? ''
  if (there.length === 0 && asked.length === 0) return undefined
  if (there.length === asked.length) return sameCount(there, asked)
  if (there.length === 0)
    return asked.length === 1
      ? `a line was removed: ${first}`
      : `${lines(asked.length)} were removed, from ${first} to ${asked.at(-1)?.name}`
  if (asked.length === 0)
    return there.length === 1
      ? `a line was added ${place(manifest[head - 1])}`
      : `${lines(there.length)} were added ${place(manifest[head - 1])}`
  const gap = asked.length - there.length
  return gap > 0
    ? `${first} was changed, and ${lines(gap)} after it ${gap === 1 ? 'is' : 'are'} missing`
    : `${first} was changed, and ${lines(-gap)} ${gap === -1 ? 'was' : 'were'} added to it`
}
