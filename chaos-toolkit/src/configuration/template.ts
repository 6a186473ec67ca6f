import { pythonStr } from '../value/text.ts'

/** What names stand for; `undefined` when there is none. May throw, as Python’s ChainMap does. */
export type Lookup = (name: string) => { readonly value: unknown } | undefined

// string.Template’s pattern: $$, $name, ${name}; a lone $ stays.
const placeholder = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)/g
const single = /^\$\{([_a-zA-Z][_a-zA-Z0-9]*)\}$/

/**
 * Substitutes as chaoslib’s TypedTemplate: a text that is one `${name}` becomes the value with its type, inside a
 * longer text it becomes a string; `$name` too, always as a string; `$$` is a dollar; unknown names stay as they are.
 */
export const fillTemplate = (text: string, lookup: Lookup): unknown => {
  const whole = single.exec(text)
  const found = whole === null ? undefined : lookup(whole[1] as string)
  if (found) return found.value
  return text.replace(placeholder, (match, dollar?: string, named?: string, braced?: string) => {
    if (dollar !== undefined) return '$'
    const name = named ?? braced
    const value = name === undefined ? undefined : lookup(name)
    return value === undefined ? match : pythonStr(value.value)
  })
}
