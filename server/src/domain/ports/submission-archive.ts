/** An entry of an uploaded archive as it says of itself; nothing of it is trusted yet. */
export interface ArchiveEntry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'link' | 'device' | 'other'
  readonly mode: number
  /** Empty unless it is a file. */
  readonly bytes: Uint8Array
}

/** Reads an archive as it arrives. */
export abstract class SubmissionArchive {
  /**
   * Gives the entries in order. Throws DojoError SUBMISSION_INVALID for what is no archive, and as soon as the files
   * together are larger than `maxBytes`.
   */
  abstract entries(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<ArchiveEntry>
}
