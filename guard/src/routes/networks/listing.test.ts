import { describe, expect, it } from 'vitest'
import { corpusPolicy, networks, ownNetwork } from '../../corpus/fixtures.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import { label } from '../../ownership/labels.ts'
import { Names } from '../../ownership/names.ts'
import type { Call } from '../route.ts'
import { networkListingRoutes } from './listing.ts'

const policy = corpusPolicy('/f')
const flat = {
  ...ownNetwork,
  Id: 'flat',
  Name: 'saown000000-flat',
  Labels: { ...ownNetwork.Labels, [label.driver]: 'bridge' },
}

/** The names that a client sees by a filter, and the filters that the engine was asked with. */
async function listed(filters: Record<string, string[]>) {
  let asked = ''
  const call = {
    sandbox: { policy, names: new Names(policy) },
    query: new Map([['filters', [JSON.stringify(filters)]]]),
    async read({ query }: EngineRequest) {
      asked = (query as { filters: string }).filters
      const rows = [...networks, flat]
      return Object.assign(
        (async function* () {
          yield Buffer.from(JSON.stringify(rows))
        })(),
        { statusCode: 200 },
      )
    },
  }
  const reply = await networkListingRoutes[0]!.handle(call as unknown as Call)
  const rows = (reply as unknown as { body: { Name: string }[] }).body
  return { names: rows.map(({ Name }) => Name), asked: Object.keys(JSON.parse(asked) as object) }
}

describe('docker network ls', () => {
  it.each([
    [{}, ['backend', 'flat']],
    [{ driver: ['bridge'] }, ['flat']],
    [{ driver: ['overlay'] }, ['backend']],
    [{ driver: ['macvlan'] }, []],
    [{ scope: ['swarm'] }, ['backend']],
    [{ scope: ['local', 'swarm'] }, ['backend', 'flat']],
    [{ driver: ['bridge'], scope: ['swarm'] }, []],
    [{ type: ['custom'] }, ['backend', 'flat']],
    [{ type: ['builtin'] }, []],
    [{ name: ['ack'] }, ['backend']],
    [{ name: ['^flat$'] }, ['flat']],
    [{ name: ['^ack'] }, []],
    [{ name: ['end$', '^fl'] }, ['backend', 'flat']],
    [{ id: ['fla'] }, ['flat']],
  ])('by %j shows %j', async (filters, expected) => {
    const { names, asked } = await listed(filters as Record<string, string[]>)
    expect(names).toEqual(expected)
    // The engine is asked for the sandbox's own, and for nothing that it judges otherwise.
    expect(asked).toEqual(['label'])
  })

  it('refuses an expression', async () => {
    await expect(listed({ name: ['(a+)+$'] })).rejects.toThrow('a part of a name')
  })
})
