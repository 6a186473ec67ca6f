import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sources, trackedFiles } from './source-tree.ts'

const root = join(import.meta.dirname, '../..')
const textFiles = trackedFiles().filter((path) => !/\.(png|woff2?|ico|jpg)$/.test(path))
const read = (path: string): string => {
  try {
    return statSync(join(root, path)).isFile() ? readFileSync(join(root, path), 'utf8') : ''
  } catch {
    return ''
  }
}

describe('hygiene', () => {
  it('writes no package registry host into a file', () => {
    const hosts = new RegExp(
      [
        'registry\\.npm' + 'js\\.org',
        'registry\\.yarn' + 'pkg',
        'pypi\\.' + 'org',
        'proxy\\.go' + 'lang',
        'deb\\.deb' + 'ian\\.org',
      ].join('|'),
    )
    expect(textFiles.filter((path) => hosts.test(read(path)))).toEqual([])
  })

  it('commits no private key and no file that is meant to stay secret', () => {
    const marker = new RegExp('-----BEGIN ' + '(RSA |EC |OPENSSH )?PRIVATE KEY-----')
    expect(
      textFiles.filter((path) => marker.test(read(path)) || /(^|\/)(secrets\.json|\.env)$/.test(path)),
    ).toEqual([])
  })

  it('pins every dependency exactly', () => {
    const loose = trackedFiles()
      .filter((path) => path.endsWith('package.json') && !path.includes('node_modules'))
      .flatMap((path) => {
        const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path)) as Record<
          string,
          Record<string, string>
        >
        return Object.entries({ ...dependencies, ...devDependencies })
          .filter(([, version]) => !/^(npm:[@\w/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          .map(([name, version]) => `${path}: ${name} ${version}`)
      })
    expect(loose).toEqual([])
  })

  it('leaves no focused or skipped test behind, not even one that is skipped on some machines', () => {
    const marked = /\b(it|describe|test|suite)(\.\w+)*\.(only|skip|todo|fails|skipIf|runIf)\b/
    // The test itself may skip too: it('…', ({ skip }) => skip()).
    const skipping = /\b(context|ctx)\.skip\(|\(\{[^}]*\bskip\b[^}]*\}\)\s*=>/
    const breaches = sources.filter(
      ({ isTest, text }) => marked.test(text) || (isTest && skipping.test(text)),
    )
    expect(breaches.map(({ path }) => path).filter((path) => !path.endsWith('hygiene.test.ts'))).toEqual([])
  })
})
