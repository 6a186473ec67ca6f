import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { EvidenceSigner } from '../../domain/ports/evidence-signer.ts'

/** PKCS #8 of an Ed25519 key is this and the 32 bytes of its seed (RFC 8410 §7). */
const pkcs8Head = '302e020100300506032b657004220420'

/** Real Ed25519 with a key that is the same in every run. */
export class FakeEvidenceSigner extends EvidenceSigner {
  readonly publicKey: string
  readonly #key

  constructor(seedByte = 7) {
    super()
    const der = Buffer.concat([Buffer.from(pkcs8Head, 'hex'), Buffer.alloc(32, seedByte)])
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const spki = createPublicKey(this.#key).export({ type: 'spki', format: 'der' })
    this.publicKey = spki.subarray(-32).toString('hex')
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('hex')
  }
}
