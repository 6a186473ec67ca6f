import { describe, expect, it } from 'vitest'
import { corpusPolicy, ownContainer } from '../../corpus/fixtures.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import { Directory } from '../../ownership/directory.ts'
import { Names } from '../../ownership/names.ts'
import { InFlight } from '../../quota/in-flight.ts'
import type { Sandbox } from '../../sandbox.ts'
import type { Call, Reply } from '../route.ts'
import { renamingRoutes } from './renaming.ts'

const policy = corpusPolicy('/f')
const address = { IPv4Address: '10.77.3.9' }

/** Renames `db` to `store`; gives the answer and what the engine was asked, in order. */
async function rename(State: string, { networks = ['saown000000'], joins = [200] } = {}) {
  const Networks = Object.fromEntries(
    networks.map((name) => [
      name,
      { Aliases: ['db', 'cache', ownContainer.Id.slice(0, 12)], IPAMConfig: address },
    ]),
  )
  const asked: string[] = []
  const statuses = [...joins]
  const engine = {
    lookup: async (path: string) =>
      path === '/containers/json'
        ? [{ ...ownContainer, State, NetworkSettings: { Networks } }]
        : { NetworkSettings: { Networks } },
    async act({ path, body }: EngineRequest) {
      asked.push(`${path} ${JSON.stringify(body)}`)
      return { status: path.endsWith('/connect') ? (statuses.shift() ?? 200) : 200, body: null }
    },
  }
  const names = new Names(policy)
  const directory = new Directory(engine as never, policy, names)
  const sandbox = { policy, names, engine, directory, mutations: new InFlight() }
  const call = {
    sandbox: sandbox as unknown as Sandbox,
    params: ['db'],
    query: new Map([['name', ['store']]]),
    async mutate({ path, query }: EngineRequest) {
      asked.push(`${path} ${JSON.stringify(query)}`)
      return Object.assign((async function* () {})(), { statusCode: 204 })
    },
  }
  const reply: Reply | Error = await renamingRoutes[0]!
    .handle(call as unknown as Call)
    .catch((error: unknown) => error as Error)
  return { reply, asked }
}

describe('renaming a container', () => {
  it('is refused before the engine hears of it while the container runs', async () => {
    const { reply, asked } = await rename('running')
    expect(reply).toMatchObject({ status: 409, message: expect.stringContaining('docker stop db') })
    expect(asked).toEqual([])
  })

  it('goes to the engine while it runs without a network', async () => {
    expect((await rename('running', { networks: ['none'] })).asked).toHaveLength(1)
  })

  it('gives a stopped container its new name in every network, and keeps its other aliases and address', async () => {
    const { reply, asked } = await rename('exited', { networks: ['saown000000', 'saown000000-backend'] })
    expect(reply).toMatchObject({ status: 204 })
    expect(asked.map((line) => line.replaceAll(ownContainer.Id, 'ID'))).toEqual([
      '/containers/ID/rename {"name":"saown000000-store"}',
      '/networks/saown000000/disconnect {"Container":"ID"}',
      '/networks/saown000000/connect {"Container":"ID","EndpointConfig":{"Aliases":["store","cache"],"IPAMConfig":{"IPv4Address":"10.77.3.9"}}}',
      '/networks/saown000000-backend/disconnect {"Container":"ID"}',
      '/networks/saown000000-backend/connect {"Container":"ID","EndpointConfig":{"Aliases":["store","cache"],"IPAMConfig":{"IPv4Address":"10.77.3.9"}}}',
    ])
  })

  it('leaves the container in its network when that does not take the new name', async () => {
    const { reply, asked } = await rename('exited', { joins: [500, 200] })
    expect(reply).toMatchObject({ status: 503, message: expect.stringContaining('still answers to db') })
    expect(asked.at(-1)).toContain('"Aliases":["db","cache"]')
  })
})
