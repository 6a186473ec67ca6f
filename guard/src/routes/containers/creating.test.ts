import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { corpusPolicy, images, networks } from '../../corpus/fixtures.ts'
import { Directory } from '../../ownership/directory.ts'
import { Images } from '../../ownership/images.ts'
import { Names } from '../../ownership/names.ts'
import { parseJson } from '../../parse/json.ts'
import { InFlight } from '../../quota/in-flight.ts'
import { Lock } from '../../quota/lock.ts'
import type { Call } from '../route.ts'
import { creatingRoutes } from './creating.ts'

const answerOf = (status: number, body: unknown) => () =>
  Promise.resolve(
    Object.assign(
      (async function* () {
        yield Buffer.from(JSON.stringify(body))
      })(),
      { statusCode: status },
    ),
  )

/** Creates a container on the learner's own network; `join` is what the sandbox network takes. */
function create(mutate: () => Promise<unknown>, join: () => Promise<{ status: number }>) {
  const policy = corpusPolicy('/f')
  const lists: Record<string, unknown> = { '/networks': networks }
  const engine = {
    lookup: async (path: string) => (path.startsWith('/images/') ? images[0] : (lists[path] ?? [])),
    act: join,
  }
  const names = new Names(policy)
  const mutations = new InFlight()
  const sandbox = {
    policy,
    names,
    engine,
    mutations,
    quotaLock: new Lock(),
    directory: new Directory(engine as never, policy, names),
    images: new Images(engine as never, policy),
  }
  const json = parseJson(Buffer.from('{"Image":"shop-web:1.0","HostConfig":{"NetworkMode":"backend"}}'))
  const call = { sandbox, json, query: new Map([['name', ['web']]]), params: [], mutate }
  return { mutations, reply: creatingRoutes[0]!.handle(call as unknown as Call) }
}

it('counts as under way until the container has joined the sandbox network, so that a fence waits for it', async () => {
  const joining = Promise.withResolvers<void>()
  const joined = Promise.withResolvers<{ status: number }>()
  const { mutations, reply } = create(answerOf(201, { Id: 'f'.repeat(64) }), () => {
    joining.resolve()
    return joined.promise
  })
  await joining.promise
  let isIdle = false
  const idle = mutations.idle(60_000).then(() => (isIdle = true))
  await sleep(20)
  expect(isIdle).toBe(false)
  joined.resolve({ status: 200 })
  expect(await reply).toMatchObject({ status: 201 })
  await idle
})

it('passes a missing volume on as a bad request: a 404 makes clients pull the image', async () => {
  const missing = answerOf(404, { message: 'get : no such volume' })
  expect(await create(missing, async () => ({ status: 200 })).reply).toMatchObject({ status: 400 })
  const image = answerOf(404, { message: 'No such image: x' })
  expect(await create(image, async () => ({ status: 200 })).reply).toMatchObject({ status: 404 })
})
