import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileReason } from '../files/file-reason.ts'

/** An Ed25519 SPKI is this and the 32 bytes of the key (RFC 8410 §4). */
const spkiHead = '302a300506032b6570032100'

const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.from(spkiHead + publicKey, 'hex'), format: 'der', type: 'spki' })

/** Whether `signature` (hex) over the UTF-8 bytes of `text` is the key's; false also for what is no key. */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  try {
    return verify(null, Buffer.from(text), keyOf(publicKey), Buffer.from(signature, 'hex'))
  } catch {
    return false
  }
}

/** `sha256:` and the SHA-256 of the key's 32 bytes, hex. `publicKey`: those bytes, hex. */
export const fingerprintOf = (publicKey: string): string =>
  `sha256:${createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex')}`

const readPem = (pem: string): KeyObject => {
  try {
    return createPublicKey(pem)
  } catch (error) {
    throw new Error('it is no public key in PEM', { cause: error })
  }
}

const ofPem = (pem: string): string => {
  const key = readPem(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is no Ed25519 key')
  return key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')
}

/** Fingerprint of a key in PEM; undefined when the file is not there. Throws for a file that is no such key. */
export const fingerprintOfFile = (file: string): string | undefined =>
  existsSync(file) ? fingerprintOf(ofPem(readFileSync(file, 'utf8'))) : undefined

/**
 * Reads what `--key` may be: a fingerprint (with or without `sha256:`), a PEM file, or the PEM itself. Gives the
 * fingerprint; throws with a sentence for anything else.
 */
export const readKeyArgument = (text: string): string => {
  const hex = text
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '')
  if (/^[0-9a-f]{64}$/.test(hex)) return `sha256:${hex}`
  try {
    const pem = text.includes('-----BEGIN') ? text : readFileSync(text, 'utf8')
    return fingerprintOf(ofPem(pem))
  } catch (error) {
    // A command line may be anybody's: nothing of it may steer the terminal.
    const shown = text.replaceAll(/\p{C}/gu, '?').slice(0, 80)
    throw new Error(
      `--key is "${shown}": ${fileReason(error)}. It must be a fingerprint (sha256: and 64 hex digits, as "dojo status" shows it, or evidenceKey of grade.json), a file with the public key in PEM, or that PEM itself.`,
      { cause: error },
    )
  }
}
