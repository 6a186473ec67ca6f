import { createHash } from 'node:crypto'
import { bundleLineName, canonicalJson, signedText, type BundleLine } from '@noops-dojo/contracts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Writes the lines of one evidence bundle and remembers what the manifest has to say of them. */
export class BundleWriter {
  readonly #lines: { readonly name: string; readonly sha256: string }[] = []

  /** Gives the line with its line feed. */
  line(content: BundleLine): string {
    const text = canonicalJson(content)
    this.#lines.push({ name: bundleLineName(content), sha256: sha256(text) })
    return `${text}\n`
  }

  /** Gives manifest and signature, the end of the bundle. `sign` gives 64 bytes as hex. */
  end(sign: (text: string) => string): string {
    const manifest = canonicalJson({ line: 'manifest', lines: this.#lines } satisfies BundleLine)
    const hash = sha256(manifest)
    const signature = canonicalJson({
      line: 'signature',
      algorithm: 'Ed25519',
      manifest: hash,
      signature: sign(signedText(hash)),
    } satisfies BundleLine)
    return `${manifest}\n${signature}\n`
  }
}
