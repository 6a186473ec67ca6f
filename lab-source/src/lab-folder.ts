import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LabProblem } from './problem.ts'

/** A file of a lab folder, path relative to it, with `/` on every system. */
export interface SourceAsset {
  readonly path: string
  readonly bytes: Uint8Array
  readonly executable: boolean
}

export interface LabFolder {
  readonly folder: string
  readonly assets: readonly SourceAsset[]
  readonly problems: readonly LabProblem[]
  /** sha256 over every file’s path, executable bit and content. */
  readonly digest: string
}

interface Found {
  readonly assets: SourceAsset[]
  readonly problems: LabProblem[]
}

const maxFileBytes = 1024 * 1024
const maxFiles = 500

const refuse = (file: string, rule: string, message: string): LabProblem => ({
  file,
  line: 0,
  column: 0,
  rule,
  message,
  severity: 'error',
})

/** A name whose bytes are no UTF-8 comes with this character, and nobody finds the file by it. */
const replaced = '\ufffd'

/** Text that people write; other files may hold any bytes. */
const isText = (path: string): boolean => path === 'lab.yaml' || path.endsWith('.md')

/** How Windows saves "Unicode": with a byte order mark, or it shows by every second byte being zero. */
const utf16Of = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const head = [...bytes.subarray(0, 64)]
  if ((head[0] === 0xff && head[1] === 0xfe) || isZeroFrom(head, 1)) return 'utf-16le'
  return (head[0] === 0xfe && head[1] === 0xff) || isZeroFrom(head, 0) ? 'utf-16be' : undefined
}

const isZeroFrom = (bytes: readonly number[], first: 0 | 1): boolean =>
  bytes.length >= 4 && bytes.every((byte, index) => index % 2 !== first || byte === 0)

/** Gives the place of the first byte that is no UTF-8, counted from 1. */
const firstBadPlace = (bytes: Buffer): { line: number; column: number } => {
  const before = bytes.toString('utf8').split(replaced)[0] ?? ''
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** Gives the bytes as UTF-8. Of UTF-16 it is told once what it is; what else is wrong in it is told as of any text. */
const readText = (path: string, bytes: Buffer, problems: LabProblem[]): Buffer => {
  const encoding = utf16Of(bytes)
  if (encoding !== undefined) {
    const problem = refuse(path, 'file-encoding', 'This is UTF-16; save the file as UTF-8.')
    problems.push({ ...problem, line: 1, column: 1 })
    return Buffer.from(new TextDecoder(encoding).decode(bytes))
  }
  if (!isUtf8(bytes)) {
    const problem = refuse(path, 'file-encoding', 'This is not UTF-8: save the file with that encoding.')
    problems.push({ ...problem, ...firstBadPlace(bytes) })
  }
  return bytes
}

const readFile = (root: string, path: string, mode: number, folder: Found): void => {
  const found = readFileSync(join(root, path))
  const bytes = isText(path) ? readText(path, found, folder.problems) : found
  folder.assets.push({ path, bytes, executable: (mode & 0o111) !== 0 })
}

/** Links are refused rather than followed: a lab must not carry files of the author’s machine. */
const visit = (root: string, path: string, found: Found): void => {
  const { assets, problems } = found
  const status = lstatSync(join(root, path))
  if (status.isDirectory()) walk(root, path, found)
  else if (!status.isFile())
    problems.push(
      refuse(path, 'file-kind', 'A lab has plain files and folders only; this is a link or a device.'),
    )
  else if (status.size > maxFileBytes)
    problems.push(
      refuse(path, 'file-size', `The file has ${status.size} bytes; a lab’s files have at most 1 MiB.`),
    )
  else if (assets.length >= maxFiles)
    problems.push(refuse(path, 'file-count', `A lab has at most ${maxFiles} files.`))
  else readFile(root, path, status.mode, found)
}

const walk = (root: string, below: string, found: Found): void => {
  for (const name of readdirSync(join(root, below)).sort()) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = below === '' ? name : `${below}/${name}`
    if (name.includes(replaced)) {
      found.problems.push(refuse(path, 'file-name', 'The name of this file is not UTF-8: rename it.'))
      continue
    }
    try {
      visit(root, path, found)
    } catch (error) {
      // One file that cannot be read makes one lab broken, not a catalog that nobody can load.
      found.problems.push(refuse(path, 'file-read', `The file cannot be read: ${(error as Error).message}.`))
    }
  }
}

const digestOf = (assets: readonly SourceAsset[]): string => {
  const hash = createHash('sha256')
  for (const { path, bytes, executable } of assets) {
    hash.update(`${path}\0${executable ? 'x' : '-'}\0${bytes.length}\0`)
    hash.update(bytes)
  }
  return hash.digest('hex')
}

/** Reads every file of a lab folder but hidden ones. Throws when the folder itself cannot be read. */
export const readLabFolder = (folder: string): LabFolder => {
  const assets: SourceAsset[] = []
  const problems: LabProblem[] = []
  walk(folder, '', { assets, problems })
  return { folder, assets, problems, digest: digestOf(assets) }
}

/** Gives the text of a file of the folder, or undefined when it is not there. */
export const textOf = (assets: readonly SourceAsset[], path: string): string | undefined => {
  const asset = assets.find((item) => item.path === path)
  return asset && Buffer.from(asset.bytes).toString('utf8')
}
