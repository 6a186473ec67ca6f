import { randomBytes, randomInt } from 'node:crypto'
import { RandomSource } from '../../domain/ports/random-source.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const lettersAndDigits = `${letters}0123456789`
/** No 0 O 1 I: a code is read from a wall and typed on a phone. */
const codeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Identifiers and secrets from the operating system's generator. */
export class CryptoRandomSource extends RandomSource {
  sandboxId(): string {
    return pick(letters, 1) + pick(lettersAndDigits, 9)
  }

  /** Time first, so that ids sort by their making: 9 characters of base-36 milliseconds, then 12 random ones. */
  rowId(): string {
    return Date.now().toString(36).padStart(9, '0') + pick(lettersAndDigits, 12)
  }

  secret(bytes: number): string {
    return randomBytes(bytes).toString('hex')
  }

  joinCode(): string {
    return pick(codeAlphabet, 6)
  }
}
