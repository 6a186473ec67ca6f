import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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

describe('a folder of tracks', () => {
  it('is searched although a link in it leads nowhere', () => {
    mkdirSync(join(root, 't/01-a'), { recursive: true })
    symlinkSync('/nowhere', join(root, 'gone'))
    symlinkSync('/nowhere', join(root, 't/gone'))
    expect(findLabFolders(root)).toEqual([join(root, 't/01-a')])
  })
})
