import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from '../launcher/data-folder.ts'
import { isAlive, ManagedProcess, startOf } from './process-record.ts'

let folder: DataFolder
let part: ManagedProcess
beforeEach(() => {
  folder = new DataFolder(mkdtempSync(join(tmpdir(), 'dojo-process-')))
  folder.create()
  part = new ManagedProcess(folder, 'part')
})
afterEach(async () => {
  await part.stop(0)
  rmSync(folder.path, { recursive: true })
})

const start = (script: string) =>
  part.start('sh', ['-c', script], { cwd: '/', env: process.env, recipe: 'r1' })

describe('ManagedProcess', () => {
  it('knows the process it started, also from another launcher', async () => {
    const { pid } = await start('exec sleep 60')
    expect(new ManagedProcess(folder, 'part').running()).toMatchObject({ pid, recipe: 'r1' })
  })

  it('never takes a process that got the same number later for its own, and leaves it alone', async () => {
    const record = await start('exec sleep 60')
    const file = folder.file('pids', 'part.json')
    writeFileSync(file, JSON.stringify({ ...record, startedAt: `${record.startedAt}0` }))
    expect(part.running()).toBeUndefined()
    await part.stop(0)
    expect(startOf(record.pid)).toBe(record.startedAt)
    writeFileSync(file, JSON.stringify(record))
  })

  it('ends a process that does not heed SIGTERM', async () => {
    const record = await start('trap "" TERM; echo up; while :; do sleep 0.1; done')
    while (!readFileSync(part.logFile, 'utf8').includes('up')) await sleep(20)
    await part.stop(200)
    expect(isAlive(record)).toBe(false)
    expect(part.running()).toBeUndefined()
  })

  it('keeps what the process said', async () => {
    const record = await start('echo the reason >&2; exit 1')
    while (isAlive(record)) await sleep(20)
    expect(part.logTail()).toBe('the reason')
  })

  it('rejects for a command that does not exist', async () => {
    await expect(part.start('no-such-command', [], { cwd: '/', env: {}, recipe: '' })).rejects.toThrow(
      /ENOENT/,
    )
  })
})
