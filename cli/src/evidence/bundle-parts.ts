import { createHash } from 'node:crypto'
import {
  bundleHeader,
  bundleManifest,
  bundleSignature,
  canonicalJson,
  type BundleHeader,
  type BundleManifest,
  type BundleSignature,
} from '@noops-dojo/contracts'
import type { z } from 'zod'

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** The lines of a file, each without its line feed. */
export interface Lines {
  readonly lines: readonly Buffer[]
  readonly endsWithLineFeed: boolean
}

export const splitLines = (bytes: Buffer): Lines => {
  const lines: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  if (from < bytes.length) lines.push(bytes.subarray(from))
  return { lines, endsWithLineFeed: from === bytes.length && from > 0 }
}

/** Gives the JSON of a line; undefined when it is none. */
export const jsonOf = (line: Buffer | undefined): unknown => {
  try {
    return JSON.parse(line?.toString('utf8') ?? '')
  } catch {
    return undefined
  }
}

/** Whether the line is written in the one way that its content has. */
export const isCanonical = (line: Buffer, content: unknown): boolean =>
  Buffer.from(canonicalJson(content)).equals(line)

const read = <T>(schema: z.ZodType<T>, line: Buffer | undefined): T | undefined =>
  schema.safeParse(jsonOf(line)).data

/** What could be found of a bundle's frame. Indexes are of lines, from 0. */
export interface BundleParts extends Lines {
  readonly header: BundleHeader | undefined
  readonly manifest: { readonly at: number; readonly content: BundleManifest } | undefined
  readonly signature: { readonly at: number; readonly content: BundleSignature } | undefined
}

/** A changed line feed moves the end by one line or two; further up nothing of the frame is looked for. */
const endLines = 4

const findLast = <T>(lines: readonly Buffer[], schema: z.ZodType<T>) => {
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - endLines); at -= 1) {
    const content = read(schema, lines[at])
    if (content !== undefined) return { at, content }
  }
  return undefined
}

/** Finds header, manifest and signature, as far as they can be read. */
export const bundleParts = (bytes: Buffer): BundleParts => {
  const split = splitLines(bytes)
  return {
    ...split,
    header: read(bundleHeader, split.lines[0]),
    manifest: findLast(split.lines, bundleManifest),
    signature: findLast(split.lines, bundleSignature),
  }
}
