import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statusesOf } from '../../corpus/try-case.ts'
import { StubbedGuard } from '../../corpus/stubbed-guard.ts'

let guard: StubbedGuard
beforeAll(async () => {
  guard = await StubbedGuard.start()
})
afterAll(() => guard.stop())

/** What `docker inspect NAME` asks, one after the other, until an answer is not 404. */
const chain = (name: string) => [
  `/containers/${name}/json`,
  `/images/${name}/json`,
  `/networks/${name}`,
  `/volumes/${name}`,
  `/services/${name}`,
  `/tasks/${name}`,
  `/nodes/${name}`,
  `/plugins/${name}/json`,
  `/secrets/${name}`,
  `/configs/${name}`,
]
const get = (path: string) => guard.exchange(Buffer.from(`GET /v1.41${path} HTTP/1.1\r\nHost: d\r\n\r\n`))
const statusOf = async (path: string) => statusesOf(await get(path))[0]

describe('docker inspect by a name with slashes', () => {
  it('finds an image of the sandbox, which is asked for second', async () => {
    const [container = '', image = ''] = chain('team/app:1')
    expect([await statusOf(container), await statusOf(image)]).toEqual([404, 200])
  })

  it('says of every kind that there is no such object, and passes nothing on', async () => {
    guard.stub.recorded.length = 0
    const name = 'team/shop/old/nothing:1'
    for (const path of chain(name)) expect([path, await statusOf(path)]).toEqual([path, 404])
    expect(guard.stub.recorded).toEqual([])
  })

  it("answers in the engine's words", async () => {
    expect((await get('/containers/team/app:1/json')).toString()).toContain('No such container: team/app:1')
  })

  it.each([
    '/containers/a/../json',
    '/containers/a//b/json',
    '/networks/a/',
    '/volumes/a%2Fb',
    '/networks/./a',
  ])('does not open %s', async (path) => {
    guard.stub.recorded.length = 0
    expect([400, 403]).toContain(await statusOf(path))
    expect(guard.stub.recorded).toEqual([])
  })
})
