import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProcHostLoad } from './proc-host-load.ts'

describe('the load of the host', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'load-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is what runs or waits for each processor, without the one that asks', async () => {
    const file = join(folder, 'loadavg')
    writeFileSync(file, '21.66 12.01 8.10 34/2210 31152\n')
    expect(await new ProcHostLoad(file, 2).runnablePerProcessor()).toBe(16.5)
  })

  it('is unknown where there is no such file, or another one', async () => {
    expect(await new ProcHostLoad(join(folder, 'none'), 2).runnablePerProcessor()).toBeNull()
    writeFileSync(join(folder, 'other'), 'much\n')
    expect(await new ProcHostLoad(join(folder, 'other'), 2).runnablePerProcessor()).toBeNull()
  })

  it('is told by this machine', async () => {
    expect(await new ProcHostLoad().runnablePerProcessor()).toBeGreaterThanOrEqual(0)
  })
})
