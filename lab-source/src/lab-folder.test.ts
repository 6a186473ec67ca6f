import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLabFolders } from './load-catalog.ts'
import { loadLab } from './load-lab.ts'
import { problemLine } from './problem.ts'
import { withLabFolder } from './testing/a-lab-folder.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'lab-folder-'))))
afterEach(() => rmSync(root, { recursive: true }))

const linesOf = (folder: string) => loadLab(folder).problems.map((problem) => problemLine(problem))

describe('a lab folder', () => {
  it('with a name that is no UTF-8 is one broken lab, not an end of everything', () => {
    withLabFolder({}, (folder) => {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/checks/`), Buffer.from([0xff])]), '')
      expect(linesOf(folder)).toEqual([
        'checks/\ufffd: The name of this file is not UTF-8: rename it. [file-name]',
      ])
    })
  })

  it('with text that is no UTF-8 is told where', () => {
    withLabFolder({}, (folder) => {
      const page = Buffer.concat([Buffer.from('# A\n\ncaf'), Buffer.from([0xe9])])
      mkdirSync(join(folder, 'content/en'), { recursive: true })
      writeFileSync(join(folder, 'content/en/02-more.md'), page)
      expect(linesOf(folder)).toContain(
        'content/en/02-more.md:3:4: This is not UTF-8: save the file with that encoding. [file-encoding]',
      )
    })
  })
})

describe('a text that is UTF-16', () => {
  const bigEndian = (text: Buffer): Buffer => Buffer.from(text).swap16()
  const forms: [string, (text: string) => Buffer][] = [
    ['little-endian with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big-endian with a mark', (text) => bigEndian(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['big-endian without a mark', (text) => bigEndian(Buffer.from(text, 'utf16le'))],
  ]

  it.each(forms)('is told in one sentence, and nothing that follows from it: %s', (_, encode) => {
    withLabFolder({}, (folder) => {
      for (const file of ['lab.yaml', 'content/en/01-guide.md']) {
        const text = readFileSync(join(folder, file), 'utf8')
        writeFileSync(join(folder, file), encode(text))
      }
      expect(linesOf(folder)).toEqual([
        'content/en/01-guide.md:1:1: This is UTF-16; save the file as UTF-8. [file-encoding]',
        'lab.yaml:1:1: This is UTF-16; save the file as UTF-8. [file-encoding]',
      ])
      expect(loadLab(folder)).toMatchObject({ labId: 'sound', lab: undefined })
    })
  })
})

describe('a folder of tracks', () => {
  it('is searched although a link in it leads nowhere', () => {
    mkdirSync(join(root, 't/01-a'), { recursive: true })
    symlinkSync('/nowhere', join(root, 'gone'))
    symlinkSync('/nowhere', join(root, 't/gone'))
    expect(findLabFolders(root)).toEqual([join(root, 't/01-a')])
  })
})
