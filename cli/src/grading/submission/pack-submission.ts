import { lstatSync, readFileSync, readdirSync, statSync, type Stats } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { submissionLimits } from '@noops-dojo/contracts'
import { pack } from 'tar-stream'
import { InvalidInputError } from '../exit-codes.ts'

export interface SubmissionFile {
  /** Relative, with `/`. */
  readonly path: string
  readonly bytes: Uint8Array
  readonly executable: boolean
}

/** No more than what the server takes: refused here it costs no start. */
const maxFileBytes = 8 * 1024 * 1024

/** A name whose bytes are no UTF-8 comes with this character, and nobody finds the file by it. */
const replaced = '\ufffd'

const checkKind = (path: string, status: Stats): void => {
  if (status.isSymbolicLink())
    throw new InvalidInputError(`The submission holds a link, ${path}: put the file itself there.`)
  if (!status.isDirectory() && !status.isFile())
    throw new InvalidInputError(
      `The submission holds ${path}, which is no plain file (a socket, pipe or device).`,
    )
  if (status.isFile() && status.size > maxFileBytes)
    throw new InvalidInputError(`${path} has ${status.size} bytes; a file of a submission has at most 8 MiB.`)
}

interface Found {
  readonly files: SubmissionFile[]
  bytes: number
}

/** Checked as they come: a submission that is too large is not read into memory first. */
const checkSum = ({ files, bytes }: Found): void => {
  if (bytes > submissionLimits.bytes)
    throw new InvalidInputError(
      'The submission has more than 20 MB, which is the limit. Leave out what the lab does not need.',
    )
  if (files.length > submissionLimits.files)
    throw new InvalidInputError(
      `The submission has more than ${submissionLimits.files} files, which is the limit. Leave out what the lab does not need.`,
    )
}

const walk = (root: string, below: string, found: Found): void => {
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`
    if (name.includes(replaced))
      throw new InvalidInputError(`The name of ${path} in the submission is not UTF-8: rename the file.`)
    const status = lstatSync(join(root, path))
    checkKind(path, status)
    if (status.isDirectory()) {
      if (name !== '.git' && name !== 'node_modules') walk(root, path, found)
      continue
    }
    checkPath(path)
    const bytes = readFileSync(join(root, path))
    found.files.push({ path, bytes, executable: (status.mode & 0o111) !== 0 })
    found.bytes += bytes.length
    checkSum(found)
  }
}

/**
 * Throws InvalidInputError for a path that would leave the folder it is unpacked into, or that cannot be a file’s
 * name: absolute, with `..`, a backslash, or a control character.
 */
export const checkPath = (path: string): void => {
  const isUnsafe =
    isAbsolute(path) ||
    path.split('/').some((part) => part === '..' || part === '.' || part === '') ||
    path.includes('\\') ||
    // A name with a line break or an escape sequence is an attack on whoever reads the log.
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f]/.test(path)
  if (isUnsafe)
    throw new InvalidInputError(
      `${JSON.stringify(path)} is no path inside the submission: no "..", no absolute path, no backslash, no control character.`,
    )
  if (Buffer.byteLength(path) > submissionLimits.pathBytes)
    throw new InvalidInputError(
      `${JSON.stringify(path)} is longer than ${submissionLimits.pathBytes} bytes. Shorten the path.`,
    )
}

const isFolder = (path: string): boolean => {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) throw new InvalidInputError(`There is no folder ${path}.`)
  return status.isDirectory()
}

/**
 * Reads the files of a submission folder, which itself may be a link. Throws InvalidInputError for links and devices
 * in it, and for what is too large or cannot be read.
 */
export const readSubmission = (folder: string): SubmissionFile[] => {
  const found: Found = { files: [], bytes: 0 }
  try {
    if (!isFolder(folder)) throw new InvalidInputError(`${folder} is not a folder.`)
    walk(folder, '', found)
  } catch (error) {
    if (error instanceof InvalidInputError) throw error
    throw new InvalidInputError(`The submission ${folder} cannot be read: ${(error as Error).message}.`)
  }
  return found.files
}

/** Packs files into a tar archive. Owners and times are left out: the same files give the same bytes. */
export const packFiles = async (files: readonly SubmissionFile[]): Promise<Uint8Array> => {
  const archive = pack()
  for (const { path, bytes, executable } of files) {
    checkPath(path)
    archive.entry({ name: path, mode: executable ? 0o755 : 0o644, mtime: new Date(0) }, Buffer.from(bytes))
  }
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
