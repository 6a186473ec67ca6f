import { bundleFormat, type BundleLine } from '@noops-dojo/contracts'
import { bundleParts, jsonOf } from './bundle-parts.ts'
import { checkContent } from './check-content.ts'
import { frameDamage } from './check-frame.ts'
import { fingerprintOf } from './public-key.ts'

export interface Verification {
  readonly state: 'genuine' | 'changed' | 'not-a-bundle'
  /** One sentence for people. */
  readonly sentence: string
  readonly notes: readonly string[]
  /** Of the key that the header names; null when there is none to be read. */
  readonly fingerprint: string | null
}

const changed = (what: string, fingerprint: string | null, notes: readonly string[] = []): Verification => ({
  state: 'changed',
  // Names come from a file that may be anybody's: nothing of it may steer the terminal.
  sentence: `Changed: ${what.replaceAll(/\p{C}/gu, '?')}.`,
  notes,
  fingerprint,
})

const count = (lines: readonly BundleLine[], kind: BundleLine['line'], one: string, many: string): string => {
  const found = lines.filter(({ line }) => line === kind).length
  return `${found} ${found === 1 ? one : many}`
}

const contents = (lines: readonly BundleLine[]): string => {
  const samples = lines.reduce((sum, line) => sum + (line.line === 'samples' ? line.samples.length : 0), 0)
  const attempts = count(lines, 'attempt', 'attempt', 'attempts')
  return `${count(lines, 'event', 'event', 'events')}, ${attempts}, ${samples} samples`
}

const notABundle = (bytes: Buffer): Verification => {
  const first = jsonOf(bytes.subarray(0, bytes.indexOf(10) < 0 ? bytes.length : bytes.indexOf(10)))
  const format = (first as { format?: unknown } | undefined)?.format
  const isOther = typeof format === 'string' && format !== bundleFormat
  const why = isOther
    ? `its format is ${JSON.stringify(format.slice(0, 80))}, and this dojo reads ${bundleFormat}`
    : `nothing in it is of the format ${bundleFormat}`
  return { state: 'not-a-bundle', sentence: `Not an evidence bundle: ${why}.`, notes: [], fingerprint: null }
}

/**
 * Checks a bundle with nothing but itself: every line's hash, the event chain, seals, verdicts, the signature.
 * `expected`: the fingerprint that the signing key must have. Without it a bundle that somebody wrote anew and signed
 * with a key of their own looks genuine; the notes say so.
 */
export const verifyBundle = (bytes: Buffer, expected?: string): Verification => {
  const parts = bundleParts(bytes)
  const { header, manifest, signature, lines } = parts
  if (!header && !manifest && !signature) return notABundle(bytes)
  const fingerprint = header ? fingerprintOf(header.publicKey) : null
  const damage = frameDamage(parts)
  if (damage !== undefined || !manifest || !header || !fingerprint)
    return changed(damage ?? 'the header was changed', fingerprint)
  if (expected !== undefined && expected !== fingerprint)
    return changed(`it is signed with the key ${fingerprint}, not with the one that was given`, fingerprint)
  const check = checkContent(lines.slice(0, manifest.at), manifest.content)
  if (check.problem !== undefined) return changed(check.problem, fingerprint, check.notes)
  const whose =
    expected === undefined
      ? [
          'Whose key it is, a file cannot say: compare its fingerprint, or give it with --key. "dojo status" of a running dojo shows it; of a grade, whose dojo and key are gone, it stands in grade.json as evidenceKey.',
        ]
      : []
  const { sandbox, createdAt } = header
  return {
    state: 'genuine',
    sentence: `Genuine: ${contents(check.lines)} of sandbox ${sandbox.id} (lab ${sandbox.labId}), written ${new Date(createdAt).toISOString()}.`,
    notes: [...check.notes, ...whose],
    fingerprint,
  }
}
