import { describe, expect, it } from 'vitest'
import type { ObservedNode } from '../ports/engine/sandbox-topology.ts'
import { linksOf } from './links.ts'

const node = (name: string, ...env: string[]): ObservedNode => ({
  env,
  node: {
    ...{ name, kind: 'service', image: 'shop-web:1.0', desired: 1, running: 1, updateState: null },
    ports: [],
    tasks: [],
  },
})
const links = (...nodes: ObservedNode[]) =>
  linksOf(nodes).map(({ from, to, by }) => `${from} → ${to} (${by})`)

describe('the links of a topology', () => {
  it.each([
    ['API_URL=http://api:8081/orders', 'web → api (API_URL)'],
    ['DB=postgresql://user:p%40ss@api:5432/shop?x=1', 'web → api (DB)'],
    ['JDBC=jdbc:postgresql://api:5432/shop', 'web → api (JDBC)'],
    ['BROKERS=nowhere:1,api:9092', 'web → api (BROKERS)'],
    ['REDIS_HOST=api', 'web → api (REDIS_HOST)'],
    ['UPSTREAM=http://tasks.api:8081', 'web → api (UPSTREAM)'],
  ])('see %s', (setting, link) => {
    expect(links(node('web', setting), node('api'))).toEqual([link])
  })

  it.each([
    'NAME=api',
    'PATH=/usr/bin:/api',
    'TEXT=ask the api today',
    'API_URL=http://other:1',
    'EMPTY=',
    'api',
  ])('do not take %s for one', (setting) => {
    expect(links(node('web', setting), node('api'))).toEqual([])
  })

  it('follow the names inside a stack, its own stack first', () => {
    const web = node('shop_web', 'API_URL=http://api:1')
    expect(links(web, node('shop_api'), node('api'))).toEqual(['shop_web → shop_api (API_URL)'])
    expect(links(node('web', 'API_URL=http://api:1'), node('shop_api'))).toEqual(['web → shop_api (API_URL)'])
    const unclear = node('web', 'API_URL=http://api:1')
    expect(links(unclear, node('shop_api'), node('bank_api'))).toEqual([])
  })

  it('are told once each, never to oneself, and without the value', () => {
    const web = node('web', 'A=http://api:1,http://api:2', 'B=http://web:1', 'A=http://api:3')
    const found = linksOf([web, node('api')])
    expect(found).toEqual([{ from: 'web', to: 'api', by: 'A' }])
  })

  it('are found in no time in a long value', () => {
    expect(links(node('web', `A=${'a'.repeat(1_000_000)}`), node('a'))).toEqual([])
  })
})
