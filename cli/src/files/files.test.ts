import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileReason } from './file-reason.ts'
import { FolderError, makeFolder } from './make-folder.ts'
import { writeWhole } from './write-whole.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'files-'))))
afterEach(() => rmSync(root, { recursive: true }))

describe('a folder that is to be made', () => {
  it('is made with all that is missing above it, and left alone when it is there', () => {
    expect(makeFolder(join(root, 'a/b/c'), 0o700)).toBe(join(root, 'a/b/c'))
    expect(makeFolder(join(root, 'a/b/c'))).toBe(join(root, 'a/b/c'))
    expect(statSync(join(root, 'a/b')).mode & 0o777).toBe(0o700)
  })

  it('is refused at once where the kernel takes no folder', () => {
    for (const path of ['/proc/x', '/proc/x/y', '/proc/self/x'])
      expect(() => makeFolder(path), path).toThrow(/cannot be made: no folder can be made in \/proc/)
  })

  it('is refused with the part of the path that is a file', () => {
    writeFileSync(join(root, 'file'), '')
    expect(() => makeFolder(join(root, 'file'))).toThrow(FolderError)
    expect(() => makeFolder(join(root, 'file'))).toThrow('file is a file, not a folder')
    expect(() => makeFolder(join(root, 'file/x/y'))).toThrow(/file\/x.*: a part of the path is a file$/)
  })

  it('is refused where a link to nowhere has its name', () => {
    symlinkSync('/nowhere', join(root, 'gone'))
    expect(() => makeFolder(join(root, 'gone'))).toThrow('something else has that name')
  })
})

describe('a file that is written whole', () => {
  it('takes the place of the one before it, with its mode', () => {
    const file = join(root, 'report')
    writeWhole(file, 'old', 0o600)
    writeWhole(file, 'new', 0o600)
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(root)).toEqual(['report'])
  })

  it('leaves no draft and not half a file when it cannot be written', () => {
    mkdirSync(join(root, 'report/in-the-way'), { recursive: true })
    expect(() => writeWhole(join(root, 'report'), 'new')).toThrow()
    expect(readdirSync(root)).toEqual(['report'])
  })
})

describe('the reason of a file system', () => {
  it('is told in words, and as it is where there are none', () => {
    const failed = (code: string) => Object.assign(new Error(`${code}: raw`), { code })
    expect(fileReason(failed('ENOSPC'))).toBe('the disk is full')
    expect(fileReason(failed('EXDEV'))).toBe('EXDEV: raw')
  })
})
