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

/** Links are refused rather than followed: a lab must not carry files of the author’s machine. */
const walk = (root: string, below: string, assets: SourceAsset[], problems: LabProblem[]): void => {
  for (const name of readdirSync(join(root, below)).sort()) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = below === '' ? name : `${below}/${name}`
    const status = lstatSync(join(root, path))
    if (status.isDirectory()) walk(root, path, assets, problems)
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
    else assets.push({ path, bytes: readFileSync(join(root, path)), executable: (status.mode & 0o111) !== 0 })
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
  walk(folder, '', assets, problems)
  return { folder, assets, problems, digest: digestOf(assets) }
}

/** Gives the text of a file of the folder, or undefined when it is not there. */
export const textOf = (assets: readonly SourceAsset[], path: string): string | undefined => {
  const asset = assets.find((item) => item.path === path)
  return asset && Buffer.from(asset.bytes).toString('utf8')
}
