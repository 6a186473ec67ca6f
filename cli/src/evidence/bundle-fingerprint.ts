import { bundleHeader } from '@noops-dojo/contracts'
import { jsonOf } from './bundle-parts.ts'
import { fingerprintOf } from './public-key.ts'

/** Gives the fingerprint of the key that a bundle's header names; null when it has none. Nothing is verified. */
export const bundleFingerprint = (text: string): string | null => {
  const header = bundleHeader.safeParse(jsonOf(Buffer.from(text.split('\n', 1)[0] ?? '')))
  return header.success ? fingerprintOf(header.data.publicKey) : null
}
