import { PathSyntaxError } from './syntax.ts'

export interface Token {
  /** The sign itself (`..`, `and`, `[`), or the class of the token. */
  readonly kind: string
  readonly text: string
  readonly at: number
}

const signs = /\.\.|>=|<=|!=|[@$.*=><{}[\]:,()?]/y
const name = /[_A-Za-z][_A-Za-z0-9]*/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][+-]?(?:0|[1-9][0-9]*))?/y
const string = /"(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[^"\\\u0000-\u001f])*"/y // eslint-disable-line no-control-regex
const words = new Set(['and', 'or', 'not', 'true', 'false', 'null'])

const take = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const next = (text: string, at: number): Token => {
  const sign = take(signs, text, at)
  if (sign !== undefined) return { kind: sign, text: sign, at }
  const word = take(name, text, at)
  if (word !== undefined) return { kind: words.has(word) ? word : 'name', text: word, at }
  const digits = take(number, text, at)
  if (digits !== undefined) return { kind: 'number', text: digits, at }
  const quoted = take(string, text, at)
  if (quoted !== undefined) return { kind: 'string', text: quoted, at }
  throw new PathSyntaxError(`line 1:${at} token recognition error at: '${text.slice(at, at + 1)}'`)
}

/** Cuts a path into tokens; the last one is of kind `end`. Source: jsonpath2/parser/JSONPath.g4. */
export const tokens = (text: string): Token[] => {
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/[ \t\n\r]/.test(text[at] as string)) {
      at += 1
      continue
    }
    const token = next(text, at)
    found.push(token)
    at += token.text.length
  }
  return [...found, { kind: 'end', text: '<EOF>', at }]
}
