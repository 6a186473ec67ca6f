import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../config/config.ts'
import { FileRecording, recordingCapBytes } from './file-recording.ts'
import { FileRecordingStore } from './file-recording-store.ts'

let dataDir: string
let store: FileRecordingStore
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dojo-cast-'))
  store = new FileRecordingStore({ dataDir } as Config)
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const path = () => join(dataDir, 'recordings/s1/main.cast')
const write = async (...lines: string[]) => {
  const recording = await store.open('s1', 'main')
  lines.forEach((line) => recording.append(line))
  await recording.close()
  return recording
}
const read = async () => {
  const pieces = await store.read('s1', 'main')
  if (!pieces) return undefined
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all).toString()
}

describe('FileRecordingStore', () => {
  it('records no more of a sandbox than four terminals may take, whatever their names', async () => {
    await write('first\n')
    for (const terminal of ['a', 'b', 'c', 'd']) {
      await (await store.open('s1', terminal)).close()
      truncateSync(join(dataDir, `recordings/s1/${terminal}.cast`), recordingCapBytes)
    }
    expect((await store.open('s1', 'fresh')).isFull).toBe(true)
    expect((await store.open('s2', 'fresh')).isFull).toBe(false)
  })

  it('appends in order, over several openings', async () => {
    expect((await write('header\n', '日本\n')).isNew).toBe(true)
    expect((await write('more\n')).isNew).toBe(false)
    expect(await read()).toBe('header\n日本\nmore\n')
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('cuts off the line that was torn by a crash', async () => {
    await write('header\n')
    writeFileSync(path(), '["torn', { flag: 'a' })
    await write('[1]\n')
    expect(await read()).toBe('header\n[1]\n')
  })

  it('has nothing of a terminal that was never opened', async () => {
    expect(await read()).toBeUndefined()
  })

  it.each(['../s1', 'a/b', '..', ''])('refuses %j as a name', async (name) => {
    await expect(store.open(name, 'main')).rejects.toThrow(RangeError)
    await expect(store.open('s1', name)).rejects.toThrow(RangeError)
  })

  it('gives the end of the text, all of a short one, and none of a terminal that was never opened', async () => {
    await write('header\n', '日本\n')
    expect(await store.readNewest('s1', 'main', 7)).toBe('日本\n')
    expect(await store.readNewest('s1', 'main', 100)).toBe('header\n日本\n')
    expect(await store.readNewest('s1', 'other', 100)).toBe('')
  })

  it('lists and removes by sandbox', async () => {
    await write('x\n')
    expect(await store.listSandboxes()).toEqual(['s1'])
    await store.remove('s1')
    expect(await store.listSandboxes()).toEqual([])
  })

  it('stops at its cap and says so in the file', async () => {
    const file = await open(join(dataDir, 'capped'), 'w+')
    const recording = new FileRecording(file, 0, 100)
    for (let i = 0; i < 50; i += 1) {
      recording.append(`${'x'.repeat(20)}\n`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await recording.close()
    const text = readFileSync(join(dataDir, 'capped'), 'utf8')
    expect(text.length).toBeLessThan(200)
    expect(text).toContain('the recording stops here')
    expect(recording.isFull).toBe(true)
  })
})
