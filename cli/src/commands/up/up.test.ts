import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from '../../launcher/data-folder.ts'
import { ManagedProcess } from '../../parts/process-record.ts'
import { PartError } from '../../parts/start-parts.ts'
import { remembered } from './up.ts'

let folder: DataFolder
beforeEach(() => {
  folder = new DataFolder(mkdtempSync(join(tmpdir(), 'dojo-up-')))
  folder.create()
})
afterEach(() => rmSync(folder.path, { recursive: true }))

const failWith = (error: Error) => remembered(folder, () => Promise.reject(error))

describe('a start that fails', () => {
  it('is remembered with its sentence and the log of the part that did not come up', async () => {
    const server = new ManagedProcess(folder, 'server')
    await expect(failWith(new PartError('The server ended at once.', server))).rejects.toThrow('(no log)')
    expect(folder.failedStart()).toMatchObject({
      reason: 'The server ended at once.',
      log: folder.file('logs/server.log'),
    })
  })

  it('is remembered with the first line of what went wrong before any part was started', async () => {
    await expect(failWith(new Error('npm run build ended with 1:\nmany lines'))).rejects.toThrow('npm run')
    expect(folder.failedStart()).toMatchObject({
      reason: 'npm run build ended with 1:',
      log: folder.file('logs'),
    })
  })

  it('is forgotten when one succeeds', async () => {
    await expect(failWith(new Error('no'))).rejects.toThrow()
    await remembered(folder, async () => {})
    expect(folder.failedStart()).toBeUndefined()
  })
})
