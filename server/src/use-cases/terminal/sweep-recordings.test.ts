import { beforeEach, describe, expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { MemoryRecordingStore } from '../../testing/fakes/memory-recording-store.ts'
import { MemorySandboxStore } from '../../testing/stores/index.ts'
import { SweepRecordings } from './sweep-recordings.ts'

let recordings: MemoryRecordingStore
let sandboxes: MemorySandboxStore
let sweep: SweepRecordings
beforeEach(() => {
  recordings = new MemoryRecordingStore()
  sandboxes = new MemorySandboxStore()
  sweep = new SweepRecordings(recordings, sandboxes, new MemoryLog())
})
const recorded = async (id: string, over: Parameters<typeof aSandbox>[0] = {}) => {
  await sandboxes.insert(aSandbox({ id, ...over }))
  recordings.files.set(`${id}/main`, 'x')
}

describe('SweepRecordings', () => {
  it('removes what is left of sandboxes that are gone, that failed and were removed, and that nobody knows', async () => {
    await recorded('gone', { state: 'gone', goneAt: 5 })
    await recorded('failed', { state: 'failed', goneAt: 5 })
    recordings.files.set('unknown/main', 'x')
    expect(await sweep.execute()).toEqual(['gone', 'failed', 'unknown'])
    expect(recordings.files.size).toBe(0)
  })

  it('keeps those of sandboxes that run, are on their way out, or failed and still stand', async () => {
    await recorded('ready', { state: 'ready' })
    await recorded('terminating', { state: 'terminating' })
    await recorded('failed', { state: 'failed', goneAt: null })
    expect(await sweep.execute()).toEqual([])
    expect(recordings.files.size).toBe(3)
  })
})
