import fc from 'fast-check'

/** JSON as text with everything that two decoders could read differently: duplicates, case, folding, escapes, order. */
export type Member = { key: string; text: string }

const folded: Record<string, string> = { k: '\u212a', K: '\u212a', s: '\u017f', S: '\u017f' }

/** A spelling of a key: as it is, in another case, with a folding letter, or escaped. */
export function spelling(key: string): fc.Arbitrary<string> {
  const letters = [...key]
  const variants = [
    fc.constant(key),
    fc.constant(key.toLowerCase()),
    fc.constant(key.toUpperCase()),
    fc
      .nat(letters.length - 1)
      .map((at) =>
        letters.map((letter, index) => (index === at ? (folded[letter] ?? letter) : letter)).join(''),
      ),
  ]
  const written = fc
    .oneof({ weight: 4, arbitrary: variants[0]! }, ...variants.slice(1))
    .map((text) => JSON.stringify(text))
  const escaped = fc
    .nat(letters.length - 1)
    .map(
      (at) =>
        `"${letters.map((letter, index) => (index === at ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter)).join('')}"`,
    )
  return fc.oneof({ weight: 5, arbitrary: written }, escaped)
}

/** An object's text from some of the given members, in any order, with duplicates. */
export function objectText(
  fields: Record<string, fc.Arbitrary<string>>,
  always: Record<string, string> = {},
): fc.Arbitrary<string> {
  const members = Object.entries(fields).map(([key, value]) =>
    fc.tuple(spelling(key), value).map(([name, text]) => `${name}:${text}`),
  )
  const fixed = Object.entries(always).map(([key, text]) => `${JSON.stringify(key)}:${text}`)
  return fc
    .array(fc.oneof(...members), { maxLength: 4 })
    .chain((picked) =>
      fc.shuffledSubarray([...fixed, ...picked], { minLength: fixed.length + picked.length }),
    )
    .map((all) => `{${all.join(',')}}`)
}

/** A list's text. */
export const listText = (item: fc.Arbitrary<string>) =>
  fc.array(item, { maxLength: 3 }).map((items) => `[${items.join(',')}]`)

/** One of some JSON values. */
export const oneOfValues = (...values: unknown[]) =>
  fc.constantFrom(...values.map((value) => JSON.stringify(value)))
