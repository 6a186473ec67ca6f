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

/** Gives the place of the first byte that is no UTF-8, counted from 1. */
const firstBadPlace = (bytes: Buffer): { line: number; column: number } => {
  const before = bytes.toString('utf8').split(replaced)[0] ?? ''
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

const readFile = (root: string, path: string, mode: number, folder: Found): void => {
  const bytes = readFileSync(join(root, path))
  if (isText(path) && !isUtf8(bytes)) {
    const problem = refuse(path, 'file-encoding', 'This is not UTF-8: save the file with that encoding.')
    folder.problems.push({ ...problem, ...firstBadPlace(bytes) })
  }
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
