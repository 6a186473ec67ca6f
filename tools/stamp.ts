import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ignored = new Set(['node_modules', '.svelte-kit', '.tsbuildinfo', '.git'])

const listFiles = (root: string, path: string, isWanted: (path: string) => boolean): string[] => {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false })
  if (stat === undefined || !isWanted(path)) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter((name) => !ignored.has(name))
    .sort()
    .flatMap((name) => listFiles(root, join(path, name), isWanted))
}

/**
 * Gives a hash (sha256, hex) over names, executable bits and contents of files and folders below `root`, in a
 * fixed order. A path that does not exist counts as such, so that its coming changes the hash. `isWanted` can
 * leave files out, e.g. tests.
 */
export const hashFiles = (
  root: string,
  paths: readonly string[],
  isWanted: (path: string) => boolean = () => true,
): string => {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) {
    hash.update(`path ${path}\0`)
    for (const file of listFiles(root, path, isWanted)) {
      const stat = lstatSync(join(root, file))
      const content = stat.isSymbolicLink() ? readlinkSync(join(root, file)) : readFileSync(join(root, file))
      hash.update(`${file}\0${stat.mode & 0o100}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

/** Gives a hash over texts; which text stands where matters. */
export const hashTexts = (...texts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex')

/** A file that remembers the hash of what was made, so that an unchanged input is not made again. */
export class Stamp {
  readonly #file: string
  constructor(folder: string, name: string) {
    this.#file = join(folder, `${name}.stamp`)
  }

  isCurrent(hash: string): boolean {
    try {
      return readFileSync(this.#file, 'utf8') === hash
    } catch {
      return false
    }
  }

  write(hash: string): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, hash)
  }
}
