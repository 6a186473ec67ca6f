import { Readable } from 'node:stream'
import { DojoError } from '@noops-dojo/contracts'
import { extract, type Header } from 'tar-stream'
import { SubmissionArchive, type ArchiveEntry } from '../../domain/ports/submission-archive.ts'

const types: Partial<Record<NonNullable<Header['type']>, ArchiveEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  link: 'link',
  symlink: 'link',
  'character-device': 'device',
  'block-device': 'device',
  fifo: 'device',
}

const tooLarge = (maxBytes: number): DojoError =>
  new DojoError(
    'SUBMISSION_INVALID',
    `The submission is larger than ${maxBytes / 1_000_000} MB. Leave out what the lab does not need.`,
  )

/** Bytes of headers and padding that an archive may have besides its files. */
const overhead = 8_000_000

async function* limited(bytes: AsyncIterable<Uint8Array>, max: number): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const piece of bytes) {
    seen += piece.byteLength
    if (seen > max + overhead) throw tooLarge(max)
    yield piece
  }
}

/** tar (ustar, pax, GNU), uncompressed. */
export class TarSubmissionArchive extends SubmissionArchive {
  async *entries(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<ArchiveEntry> {
    const parser = extract()
    const source = Readable.from(limited(bytes, maxBytes), { objectMode: false })
    source.on('error', (error) => parser.destroy(error))
    source.pipe(parser)
    let total = 0
    try {
      for await (const entry of parser) {
        const { name, type, mode, size } = entry.header
        // Judged by what the header says, before a byte of it is kept.
        total += size ?? 0
        if (total > maxBytes) throw tooLarge(maxBytes)
        const pieces: Uint8Array[] = []
        for await (const piece of entry) pieces.push(piece as Uint8Array)
        yield {
          name,
          type: types[type ?? 'file'] ?? 'other',
          mode: mode ?? 0o644,
          bytes: Buffer.concat(pieces),
        }
      }
    } catch (error) {
      if (error instanceof DojoError) throw error
      throw new DojoError(
        'SUBMISSION_INVALID',
        `This is no tar archive that can be read: ${String((error as Error).message)}.`,
      )
    } finally {
      source.destroy()
    }
  }
}
