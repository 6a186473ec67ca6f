import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fill } from '../corpus/fixtures.ts'
import { statusesOf } from '../corpus/try-case.ts'
import { StubbedGuard } from '../corpus/stubbed-guard.ts'

let guard: StubbedGuard
beforeAll(async () => {
  guard = await StubbedGuard.start()
})
beforeEach(() => {
  guard.stub.recorded.length = 0
})
afterAll(() => guard.stop())

const remove = async (name: string) =>
  statusesOf(
    await guard.exchange(Buffer.from(`DELETE /v1.41/volumes/${fill(name)} HTTP/1.1\r\nHost: d\r\n\r\n`)),
  )[0]

describe('removing a volume with force', () => {
  it('is content when there is none of that name, and asks the engine for nothing', async () => {
    expect(await remove('missing?force=1')).toBe(204)
    expect(guard.stub.recorded).toEqual([])
  })

  it("gives another sandbox's away in nothing", async () => {
    expect(await remove('{{OTHER_VOL}}?force=1')).toBe(404)
    expect(await remove('szmissing00-files?force=1')).toBe(404)
    expect(guard.stub.recorded).toEqual([])
  })

  it('removes one that is there', async () => {
    expect(await remove('files?force=1')).toBe(204)
    expect(guard.stub.recorded).toHaveLength(1)
  })
})

it('removing a volume that is missing fails without force', async () => {
  expect([await remove('missing'), await remove('missing?force=0')]).toEqual([404, 404])
})
