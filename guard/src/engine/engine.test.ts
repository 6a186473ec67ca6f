import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TokenBucket } from '../quota/rate.ts'
import { Engine, readText } from './engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'dojo-engine-'))
const socket = join(folder, 'engine.sock')
const bytesOf: Record<string, number> = { small: 40_000, large: 17 * 1024 * 1024 }
let server: Server
let engine: Engine
beforeAll(async () => {
  server = createServer((request, response) => {
    const size = bytesOf[request.url?.split('/').at(-1) ?? '']
    response.end(size === undefined ? '{"MinAPIVersion":"1.24"}' : JSON.stringify('x'.repeat(size)))
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  engine = new Engine(socket)
})
afterAll(() => {
  engine.close()
  server.close()
  rmSync(folder, { recursive: true })
})

describe('an answer of the engine that is read whole', () => {
  it('is refused when it is larger than anything that a sandbox may have', async () => {
    await expect(engine.lookup('/large')).rejects.toMatchObject({
      status: 503,
      message: /larger than 16 MiB/,
    })
  })

  it('is paid for by the sandbox, and refused when that has read too much', async () => {
    const own = engine.paidBy(new TokenBucket('bytes of answers', 1, 100_000))
    await own.lookup('/small')
    await own.lookup('/small')
    await expect(own.lookup('/small')).rejects.toMatchObject({ status: 429, message: /bytes of answers/ })
    await engine.lookup('/small')
  })

  it('says what a change came to, whoever has read too much', async () => {
    const own = engine.paidBy(new TokenBucket('bytes of answers', 1, 1_000))
    const answer = await own.forward({ method: 'POST', path: '/small' })
    expect(await readText(answer)).toHaveLength(40_002)
  })
})
