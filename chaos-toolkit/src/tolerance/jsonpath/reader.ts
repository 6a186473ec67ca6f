import { PathSyntaxError } from './syntax.ts'
import { tokens, type Token } from './tokens.ts'

/** Reads tokens one after the other. */
export class TokenReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokens(text)
  }

  get kind(): string {
    return this.peek().kind
  }

  /** The token that is `ahead` tokens further on. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token
  }

  /** Takes the next token, which must be of that kind. Throws PathSyntaxError. */
  take(kind: string): Token {
    const token = this.peek()
    if (token.kind !== kind)
      throw new PathSyntaxError(`line 1:${token.at} mismatched input '${token.text}' expecting '${kind}'`)
    this.#at += 1
    return token
  }

  /** Takes the next token when it is of that kind, and says whether it was. */
  has(kind: string): boolean {
    if (this.kind !== kind) return false
    this.#at += 1
    return true
  }

  /** Takes a whole number. Throws PathSyntaxError for another one. */
  integer(): number {
    const token = this.take('number')
    if (!/^-?\d+$/.test(token.text))
      throw new PathSyntaxError(`line 1:${token.at} '${token.text}' is no whole number`)
    return Number(token.text)
  }

  /** Throws PathSyntaxError about the next token. */
  fail(): never {
    const token = this.peek()
    throw new PathSyntaxError(`line 1:${token.at} no viable alternative at input '${token.text}'`)
  }
}
