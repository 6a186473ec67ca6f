import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from './data-folder.ts'
import { withLock } from './launcher-lock.ts'
import { SettingError } from './settings.ts'

let folder: DataFolder
const lock = () => folder.file('launcher.lock')
beforeEach(() => {
  folder = new DataFolder(mkdtempSync(join(tmpdir(), 'dojo-data-')))
  folder.create()
})
afterEach(() => rmSync(folder.path, { recursive: true }))

const start = { host: '127.0.0.1', port: 1, hasTls: false, startedAt: '2026-11-25T00:00:00Z' }
const modeOf = (path: string) => statSync(path).mode & 0o777

describe('DataFolder', () => {
  it('is closed to other users, and so are its secrets', () => {
    folder.secrets()
    expect(modeOf(folder.path)).toBe(0o700)
    expect(modeOf(folder.file('secrets.json'))).toBe(0o600)
  })

  it('hands the gateway its token in a file that the gateway can read', () => {
    const { gatewayToken } = folder.secrets()
    expect(readFileSync(folder.file('gateway', 'token'), 'utf8').trim()).toBe(gatewayToken)
    expect(modeOf(folder.file('gateway', 'token'))).toBe(0o644)
  })

  it('leaves the way open that the server made for its database, and closes others', () => {
    chmodSync(folder.path, 0o715)
    folder.create()
    expect(modeOf(folder.path)).toBe(0o710)
  })

  it('makes secrets once and gives the same ones from then on', () => {
    const first = folder.secrets()
    expect(folder.secrets()).toEqual(first)
    expect(first.instructorKey).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
    expect(new Set(Object.values(first)).size).toBe(4)
  })

  it('says which file is broken instead of making new secrets over it', () => {
    writeFileSync(folder.file('secrets.json'), '{')
    expect(() => folder.secrets()).toThrow(/secrets\.json cannot be read/)
  })

  it('is taken over when it is new, empty or was started under the same name', () => {
    for (const name of ['new', 'empty']) {
      const path = folder.file(name)
      if (name === 'empty') mkdirSync(path)
      expect(() => new DataFolder(path).checkBelongsTo('dojo')).not.toThrow()
    }
    folder.writeLastStart({ ...start, instance: 'class-b' })
    expect(() => folder.checkBelongsTo('class-b')).not.toThrow()
  })

  it('is not taken for one of another instance, whose sandboxes would be left behind', () => {
    folder.writeLastStart({ ...start, instance: 'class-b' })
    expect(() => folder.checkBelongsTo('dojo')).toThrow(SettingError)
    expect(() => folder.checkBelongsTo('dojo')).toThrow(
      /belongs to the instance "class-b".*--instance class-b/,
    )
  })

  it('is refused in a sentence where there is a file, or where none can be made', () => {
    const file = folder.file('file')
    writeFileSync(file, '')
    const unusable = (path: string, part: string) => `The data folder ${path} cannot be used: ${part}`
    expect(() => new DataFolder(file).checkBelongsTo('dojo')).toThrow(SettingError)
    expect(() => new DataFolder(file).checkBelongsTo('dojo')).toThrow(
      unusable(file, 'a part of the path is a file. Name another one (--data or DOJO_DATA).'),
    )
    expect(() => new DataFolder('/proc/x').create()).toThrow(SettingError)
    expect(() => new DataFolder('/proc/x').create()).toThrow(
      unusable('/proc/x', 'The folder /proc/x cannot be made'),
    )
  })

  it('remembers a start that failed until one succeeds', () => {
    const failure = { failedAt: '2026-11-27T00:00:00Z', reason: 'No.', log: '/data/logs' }
    expect(folder.failedStart()).toBeUndefined()
    folder.writeFailedStart(failure)
    expect(folder.failedStart()).toEqual(failure)
    folder.forgetFailedStart()
    expect(folder.failedStart()).toBeUndefined()
  })

  it('is not taken where somebody keeps other files, which a purge would remove', () => {
    const home = folder.file('home')
    mkdirSync(home)
    writeFileSync(join(home, 'thesis.tex'), '')
    expect(() => new DataFolder(home).checkBelongsTo('dojo')).toThrow(
      /holds other files \(thesis\.tex\).*--data/,
    )
  })

  it('remembers each thing that was made', () => {
    folder.addMade({ baseImage: true })
    folder.addMade({ swarmNode: 'n1' })
    expect(folder.made()).toEqual({ baseImage: true, swarmNode: 'n1' })
  })
})

describe('withLock', () => {
  it('lets one launcher work at a time', async () => {
    await withLock(lock(), async () => {
      await expect(withLock(lock(), async () => 1)).rejects.toThrow(/Another "dojo" works on/)
    })
    expect(await withLock(lock(), async () => 2)).toBe(2)
  })

  it('waits for the one before it when told to', async () => {
    const order: number[] = []
    const first = withLock(lock(), async () => {
      await new Promise((done) => setTimeout(done, 100))
      order.push(1)
    })
    await withLock(lock(), async () => order.push(2), { waitMs: 5000 })
    await first
    expect(order).toEqual([1, 2])
  })

  it('takes over the lock of a launcher that died', async () => {
    writeFileSync(
      folder.file('launcher.lock'),
      JSON.stringify({ pid: process.pid, startedAt: 'another boot/1' }),
    )
    expect(await withLock(lock(), async () => 3)).toBe(3)
  })
})
