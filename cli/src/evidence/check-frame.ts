import { signedText } from '@noops-dojo/contracts'
import { isCanonical, sha256, type BundleParts } from './bundle-parts.ts'
import { lineDifference } from './compare-lines.ts'
import { isSignedBy } from './public-key.ts'

const manifestStart = Buffer.from('{"line":"manifest"')

/** What is wrong when manifest or signature cannot be read, or stand in the wrong place. */
const endDamage = ({ lines, endsWithLineFeed, manifest, signature }: BundleParts): string | undefined => {
  if (!manifest && !signature)
    return 'the end of the file was changed or cut off: its manifest and its signature cannot be read'
  if (!manifest) {
    const before = lines[(signature?.at ?? 0) - 1] ?? Buffer.alloc(0)
    const from = before.lastIndexOf(manifestStart)
    const isWhole = from > 0 && sha256(before.subarray(from)) === signature?.content.manifest
    return isWhole ? 'the line break before the manifest was changed' : 'the manifest was changed or removed'
  }
  if (!signature)
    return manifest.at === lines.length - 1 ? 'the signature was removed' : 'the signature was changed'
  if (signature.at !== manifest.at + 1) return 'a line was added between the manifest and the signature'
  if (signature.at !== lines.length - 1) return 'a line was added after the signature'
  if (!endsWithLineFeed) return 'the signature was changed: the line break at its end is missing'
  const line = lines[signature.at] as Buffer
  return isCanonical(line, signature.content) ? undefined : 'the signature was changed'
}

/** Which of manifest and signature was changed, when they do not fit; undefined when they do. */
const signatureDamage = (
  publicKey: string | undefined,
  found: string,
  said: string,
  signature: string,
): string | undefined => {
  const fits = (hash: string) => publicKey !== undefined && isSignedBy(publicKey, signedText(hash), signature)
  if (found === said)
    return fits(found)
      ? undefined
      : 'the signature was changed, or was made with another key than the header names'
  // The signature holds for what it says of the manifest: then it is the manifest that is another.
  if (fits(said)) return 'the manifest was changed'
  return fits(found) ? 'the signature was changed' : 'the manifest and the signature were changed'
}

/** Checks manifest, signature and the hash of every line. Gives what was changed in words, or undefined. */
export const frameDamage = (parts: BundleParts): string | undefined => {
  const { lines, header, manifest, signature } = parts
  const atEnd = endDamage(parts)
  if (atEnd !== undefined || !manifest || !signature) return atEnd
  const hash = sha256(lines[manifest.at] as Buffer)
  const { manifest: said, signature: signed } = signature.content
  const unsigned = signatureDamage(header?.publicKey, hash, said, signed)
  if (unsigned === 'the manifest was changed' || unsigned === 'the signature was changed') return unsigned
  const content = lines.slice(0, manifest.at).map((line) => sha256(line))
  const difference = lineDifference(content, manifest.content.lines)
  // With a changed header the key is another, and no signature fits: the header is the reason.
  return difference ?? unsigned
}
