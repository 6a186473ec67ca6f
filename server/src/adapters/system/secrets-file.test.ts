import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSecrets } from './secrets-file.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-secrets-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const modeOf = async (file: string) => (await stat(join(dataDir, file))).mode & 0o777

describe('the secrets file', () => {
  it('is made once, readable by its owner only', async () => {
    const first = await openSecrets(dataDir)
    expect(await modeOf('secrets.json')).toBe(0o600)
    expect(await openSecrets(dataDir)).toEqual(first)
    expect(new Set(Object.values(first)).size).toBe(5)
  })

  it('keeps what the launcher wrote and adds what it did not know', async () => {
    await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ instructorKey: 'from the launcher' }))
    const secrets = await openSecrets(dataDir)
    expect(secrets.instructorKey).toBe('from the launcher')
    expect(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))).toEqual({ ...secrets })
  })

  it('is the same for all of several processes that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => openSecrets(dataDir)))
    expect(new Set(all.map(({ sessionSecret }) => sessionSecret)).size).toBe(1)
  })

  it('puts the gateway’s token where the gateway’s container reads it', async () => {
    const { gatewayToken } = await openSecrets(dataDir)
    expect((await readFile(join(dataDir, 'gateway/token'), 'utf8')).trim()).toBe(gatewayToken)
    expect(await modeOf('gateway/token')).toBe(0o644)
  })
})
