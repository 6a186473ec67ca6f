import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EvidenceSigner } from '../../domain/ports/evidence-signer.ts'

/** The private key: mode 0600, never logged, never given out. */
export const evidenceKeyFile = 'evidence-key.pem'
/** Its public half, for `dojo status` and for whoever checks bundles with `--key`. */
export const evidencePublicKeyFile = 'evidence-key.pub.pem'

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/** Written aside and linked: two servers that start at once agree on the first one's key, a crash leaves no half. */
const writeNew = (file: string, text: string): void => {
  const aside = `${file}.${process.pid}.new`
  writeFileSync(aside, text, { mode: 0o600 })
  try {
    linkSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    unlinkSync(aside)
  }
}

const openKey = (file: string): KeyObject => {
  for (;;) {
    try {
      chmodSync(file, 0o600)
      return createPrivateKey(readFileSync(file))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT')
        throw new Error(
          `${file} is no private key. Put the right one back, or move it away: then a new one is made.`,
          {
            cause: error,
          },
        )
    }
    const { privateKey } = generateKeyPairSync('ed25519')
    writeNew(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
}

/** The last 32 bytes of an Ed25519 SPKI are the key itself (RFC 8410 §4). */
const rawHex = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')

/** Ed25519 with a key in the data folder, made at the first start. */
export class FileEvidenceSigner extends EvidenceSigner {
  readonly publicKey: string
  readonly #key: KeyObject

  constructor(dataDir: string) {
    super()
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    this.#key = openKey(join(dataDir, evidenceKeyFile))
    if (this.#key.asymmetricKeyType !== 'ed25519')
      throw new Error(
        `${join(dataDir, evidenceKeyFile)} is no Ed25519 key. Move it away: then a new one is made.`,
      )
    const publicKey = createPublicKey(this.#key)
    this.publicKey = rawHex(publicKey)
    writeFileSync(
      join(dataDir, evidencePublicKeyFile),
      publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      { mode: 0o644 },
    )
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('hex')
  }
}
