import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { corpusPolicy } from './corpus/fixtures.ts'
import { statusesOf } from './corpus/try-case.ts'
import { StubbedGuard } from './corpus/stubbed-guard.ts'

let guard: StubbedGuard
beforeEach(async () => {
  guard = await StubbedGuard.start()
})
afterEach(() => guard.stop())

const create = (name: string) => {
  const body = '{"Image":"shop-web:1.0"}'
  return Buffer.from(
    `POST /v1.41/containers/create?name=${name} HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
}
const status = async (bytes: Buffer) => statusesOf(await guard.exchange(bytes))[0]

describe('a mutation', () => {
  it('is refused when its event cannot be recorded', async () => {
    rmSync(join(guard.folder, 'events'), { recursive: true })
    expect(await status(create('one'))).toBe(503)
    expect(guard.stub.recorded).toEqual([])
  })

  it('takes the last places of a quota only once each when several come at the same time', async () => {
    // With the fixtures' own, 24 containers and 24 replicas take 48 of 50 places.
    guard.stub.extra = 23
    guard.stub.keepsCreated = true
    const answers = await Promise.all([status(create('a')), status(create('b')), status(create('c'))])
    expect(answers.sort()).toEqual([201, 201, 403])
    expect(guard.stub.recorded).toHaveLength(2)
  })

  it('does not start any more once the sandbox is fenced, and the fence waits for those that have', async () => {
    const first = status(create('a'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await guard.setFenced(true)
    const before = guard.stub.recorded.length
    expect(await status(create('b'))).toBe(403)
    await first
    expect(guard.stub.recorded.length).toBe(before)
  })
})

describe('the two sockets', () => {
  it('have rates of their own, so that a learner cannot starve the judge', async () => {
    const policy = corpusPolicy(guard.folder)
    await guard.guard.put({ ...policy, limits: { ...policy.limits, requestsPerSecond: 1 } })
    const list = Buffer.from('GET /v1.41/containers/json HTTP/1.1\r\nHost: d\r\n\r\n')
    expect([await status(list), await status(list), await status(list)]).toEqual([200, 200, 429])
    expect(statusesOf(await guard.exchange(list, false, join(guard.folder, 'judge/docker.sock')))).toEqual([
      200,
    ])
  })
})
