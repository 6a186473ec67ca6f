import { DojoError, submissionLimits } from '@noops-dojo/contracts'
import type { FileEntry } from '../ports/engine/sandbox-engine.ts'
import type { ArchiveEntry } from '../ports/submission-archive.ts'

/** Where a submission lies in the workstation. */
export const submissionFolder = '/home/learner/submission'

const invalid = (name: string, problem: string): never => {
  throw new DojoError('SUBMISSION_INVALID', `${JSON.stringify(name.slice(0, 200))} ${problem}`, { name })
}

/**
 * Gives the path inside the submission that an entry's name means. Throws SUBMISSION_INVALID for a name that leads
 * out of the folder or that the workstation could not take.
 */
export const safePath = (name: string): string => {
  if (name.startsWith('/'))
    invalid(name, 'is an absolute path. Pack the files relative to the submission’s folder.')
  if (name.includes('\0') || name.includes('\\'))
    invalid(name, 'has a NUL or backslash in it. Rename the file.')
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) invalid(name, 'leads out of the submission with "..". Pack only files inside it.')
  const path = parts.join('/')
  if (Buffer.byteLength(path) > submissionLimits.pathBytes)
    invalid(name, 'is longer than 255 bytes. Shorten the path.')
  return path
}

const refused: Partial<Record<ArchiveEntry['type'], string>> = {
  link: 'is a link. Links are refused; pack the file itself.',
  device: 'is a device. Only files and folders are taken.',
  other: 'is of an unknown type. Only files and folders are taken.',
}

/** Checks entry by entry and collects the files; the later of two with the same name counts, as tar itself does. */
export class SubmissionFiles {
  private readonly files = new Map<string, FileEntry>()

  /** Throws SUBMISSION_INVALID. */
  add(entry: ArchiveEntry): void {
    const problem = refused[entry.type]
    if (problem !== undefined) invalid(entry.name, problem)
    const path = safePath(entry.name)
    if (entry.type === 'directory' || path === '') return
    this.refuseClash(path)
    // Only the executable bit of the owner is taken over: no setuid, nothing that others may write.
    const mode = (entry.mode & 0o100) === 0 ? 0o644 : 0o755
    this.files.set(path, { path, bytes: entry.bytes, mode })
    if (this.files.size > submissionLimits.files)
      invalid(path, `is one file too many: ${submissionLimits.files} are allowed.`)
  }

  list(): FileEntry[] {
    if (this.files.size > 0) return [...this.files.values()]
    throw new DojoError(
      'SUBMISSION_INVALID',
      'The archive has no file in it. Send a tar of the submission’s folder.',
    )
  }

  private refuseClash(path: string): void {
    const folders = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))
    const file = folders.find((folder) => this.files.has(folder))
    if (file !== undefined) invalid(path, `lies in ${file}, which is a file.`)
    for (const other of this.files.keys())
      if (other.startsWith(`${path}/`)) invalid(path, `is a file, but ${other} lies in it.`)
  }
}
