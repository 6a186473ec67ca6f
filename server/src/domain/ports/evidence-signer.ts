/** The dojo's own Ed25519 key, by which others see that evidence is as this dojo gave it out. */
export abstract class EvidenceSigner {
  /** The 32 bytes of the public key (RFC 8032), hex. */
  abstract readonly publicKey: string
  /** Gives the signature of the UTF-8 bytes of `text`: 64 bytes, hex. */
  abstract sign(text: string): string
}
