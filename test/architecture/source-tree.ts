import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface SourceFile {
  /** Path relative to the repository. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly isTest: boolean
}

export interface Import {
  readonly specifier: string
  /** Repository path of a relative import, or the bare specifier. */
  readonly target: string
  readonly isTypeOnly: boolean
}

/** Files known to git or new and not ignored, so that a forgotten `git add` does not hide a breach. */
export const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter(Boolean)

const read = (path: string): SourceFile | undefined => {
  try {
    const text = readFileSync(join(root, path), 'utf8')
    return { path, text, lines: text.split('\n').length - 1, isTest: /\.test\.ts$|^test\//.test(path) }
  } catch {
    return undefined
  }
}

/** Every TypeScript and Svelte source of the repository. */
export const sources: readonly SourceFile[] = trackedFiles()
  .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts'))
  .map(read)
  .filter((file) => file !== undefined)

const pattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** Gives the imports of a file, dynamic ones too. */
export const importsOf = (file: SourceFile): Import[] =>
  [...file.text.matchAll(pattern)].map((match) => {
    const specifier = (match[2] ?? match[3]) as string
    const target = specifier.startsWith('.') ? normalize(join(dirname(file.path), specifier)) : specifier
    return { specifier, target, isTypeOnly: match[1] !== undefined }
  })
