/** PostgreSQL stores no NUL character, and no half of a surrogate pair, in text or jsonb. */
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed()

/**
 * Gives `value` as it comes back from a JSON column: without undefined members, functions and non-finite numbers, and
 * with characters that cannot be stored replaced by U+FFFD. What is hashed is exactly what is stored.
 */
export const storableJson = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, member: unknown) => {
    if (typeof member === 'string') return storable(member)
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    const isClean = Object.keys(member).every((key) => storable(key) === key)
    if (isClean) return member
    return Object.fromEntries(Object.entries(member).map(([key, inner]) => [storable(key), inner]))
  }) as T

/** Gives `text` as PostgreSQL can store it. */
export const storableText = storable

export { canonicalJson } from '@noops-dojo/contracts'
