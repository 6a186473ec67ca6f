import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashFiles, hashTexts, Stamp } from './stamp.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stamp-'))
  mkdirSync(join(root, 'src/inner'), { recursive: true })
  writeFileSync(join(root, 'src/a.ts'), 'a')
  writeFileSync(join(root, 'src/inner/b.ts'), 'b')
})
afterEach(() => rmSync(root, { recursive: true }))

const hash = () => hashFiles(root, ['src', 'lock.json'])

describe('hashFiles', () => {
  it('gives the same hash for the same files, in whatever order the paths are named', () => {
    expect(hashFiles(root, ['src', 'lock.json'])).toBe(hashFiles(root, ['lock.json', 'src']))
  })

  const changes: [string, () => void][] = [
    ['a content changes', () => writeFileSync(join(root, 'src/inner/b.ts'), 'c')],
    ['a file is added', () => writeFileSync(join(root, 'src/new.ts'), '')],
    ['a file goes', () => rmSync(join(root, 'src/a.ts'))],
    ['a file becomes executable', () => chmodSync(join(root, 'src/a.ts'), 0o755)],
    ['a named path that was missing appears', () => writeFileSync(join(root, 'lock.json'), '')],
    [
      'content moves from one file to the next',
      () => {
        writeFileSync(join(root, 'src/a.ts'), '')
        writeFileSync(join(root, 'src/inner/b.ts'), 'ab')
      },
    ],
  ]
  it.each(changes)('gives another hash when %s', (_what, change) => {
    const before = hash()
    change()
    expect(hash()).not.toBe(before)
  })

  it('leaves out what is installed or not wanted', () => {
    const wanted = (path: string) => !path.endsWith('.test.ts')
    const before = hashFiles(root, ['src'], wanted)
    mkdirSync(join(root, 'src/node_modules'))
    writeFileSync(join(root, 'src/node_modules/x.js'), 'x')
    writeFileSync(join(root, 'src/a.test.ts'), 'x')
    expect(hashFiles(root, ['src'], wanted)).toBe(before)
  })
})

describe('hashTexts', () => {
  it('keeps texts apart', () => {
    expect(hashTexts('ab', 'c')).not.toBe(hashTexts('a', 'bc'))
  })
})

describe('Stamp', () => {
  it('knows only the hash that was written last', () => {
    const stamp = new Stamp(join(root, 'stamps'), 'web')
    expect(stamp.isCurrent('one')).toBe(false)
    stamp.write('one')
    expect(stamp.isCurrent('one')).toBe(true)
    stamp.write('two')
    expect(stamp.isCurrent('one')).toBe(false)
  })
})
