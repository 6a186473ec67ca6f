import { z } from 'zod'
import { journalEvent } from '../sandbox/journal.ts'
import { probeSample } from '../sandbox/probe-sample.ts'
import { attempt } from '../sandbox/sandbox.ts'

/**
 * The evidence of one sandbox as NDJSON, each line canonical JSON and ended by a line feed: header, events, samples,
 * attempts, manifest, signature (docs/decisions/130-evidence-bundle.md).
 */
export const bundleFormat = 'noops.dojo/evidence/v1'

/** Hex only, lower case: base64 and upper case have several spellings for the same bytes. */
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** What was sealed before an attempt; the seed is null until the attempt has ended. */
export const bundleSeal = z.strictObject({
  attemptId: z.string(),
  taskId: z.string(),
  commit: sha256Hex,
  seed: z.string().nullable(),
})

export const bundleHeader = z.strictObject({
  line: z.literal('header'),
  format: z.literal(bundleFormat),
  createdAt: z.number().describe('Epoch ms at which the bundle was written.'),
  sandbox: z.strictObject({
    id: z.string(),
    labId: z.string(),
    labDigest: z.string(),
    createdAt: z.number(),
    readyAt: z.number().nullable(),
    goneAt: z.number().nullable(),
  }),
  seals: z.array(bundleSeal),
  images: z.record(z.string(), z.string()).describe('Catalogue image → the engine’s content id.'),
  publicKey: sha256Hex.describe('Ed25519, the 32 bytes of RFC 8032 in hex.'),
})
export type BundleHeader = z.infer<typeof bundleHeader>

export const bundleEvent = z.strictObject({ line: z.literal('event'), event: journalEvent })

/** Samples that a verdict rests on, in parts. */
export const bundleSamples = z.strictObject({
  line: z.literal('samples'),
  attemptId: z.string(),
  probe: z.string(),
  part: z.number().int().min(1),
  everyMs: z.number(),
  timeoutMs: z.number(),
  samples: z.array(probeSample),
})
export type BundleSamples = z.infer<typeof bundleSamples>

export const bundleAttempt = z.strictObject({ line: z.literal('attempt'), attempt })

/** Every line before it, by name and SHA-256 (of the line without its line feed). */
export const bundleManifest = z.strictObject({
  line: z.literal('manifest'),
  lines: z.array(z.strictObject({ name: z.string(), sha256: sha256Hex })),
})
export type BundleManifest = z.infer<typeof bundleManifest>

/** `manifest` is the SHA-256 of the manifest's line; the signature is over `signedText` of it. */
export const bundleSignature = z.strictObject({
  line: z.literal('signature'),
  algorithm: z.literal('Ed25519'),
  manifest: sha256Hex,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type BundleSignature = z.infer<typeof bundleSignature>

export const bundleLine = z.discriminatedUnion('line', [
  bundleHeader,
  bundleEvent,
  bundleSamples,
  bundleAttempt,
  bundleManifest,
  bundleSignature,
])
export type BundleLine = z.infer<typeof bundleLine>

/** What is signed: the format first, so that no other signature of the same key can be taken for one of a bundle. */
export const signedText = (manifestSha256: string): string => `${bundleFormat}\n${manifestSha256}`

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19)

/** What a line is called in the manifest and in the sentences of `dojo verify`. Times are UTC. */
export const bundleLineName = (line: BundleLine): string => {
  switch (line.line) {
    case 'event':
      return `event ${line.event.seq} (${line.event.kind}, ${clock(line.event.at)})`
    case 'samples':
      return `samples ${line.part} of probe ${line.probe} (attempt ${line.attemptId})`
    case 'attempt':
      return `attempt ${line.attempt.id} (${line.attempt.taskId})`
    default:
      return line.line
  }
}
