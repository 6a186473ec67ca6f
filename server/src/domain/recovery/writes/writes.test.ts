import { describe, expect, it } from 'vitest'
import { areWritesUnknown, writeVeto } from './judge-writes.ts'
import { countWrites, keptKeys, writeBody, writeKey } from './write-keys.ts'

const keys = [1, 2, 3].map((index) => writeKey('w1', index))

describe('the keys of writes', () => {
  it('are put wherever the body asks for them', () => {
    const body = { id: 'order-{{KEY}}', lines: [{ note: '{{KEY}}/{{KEY}}' }], count: 1 }
    expect(JSON.parse(writeBody(body, 'k'))).toEqual({
      id: 'order-k',
      lines: [{ note: 'k/k' }],
      count: 1,
    })
  })

  it('are found in any JSON, however it is built', () => {
    const answer = JSON.stringify({ [keys[0] as string]: 1, list: [`order-${keys[1]}`, { key: keys[1] }] })
    expect([...(keptKeys(answer, 'w1') ?? [])]).toEqual([
      [keys[0], 1],
      [keys[1], 2],
    ])
  })

  it('are never found in another’s key', () => {
    expect(keptKeys(JSON.stringify([writeKey('w1', 10)]), 'w1')?.has(writeKey('w1', 1))).toBe(false)
    expect(keptKeys(JSON.stringify([writeKey('w2', 1)]), 'w1')?.size).toBe(0)
  })

  it('are unknown when the answer is cut off or no JSON', () => {
    expect(keptKeys(`["${keys[0]}"`, 'w1')).toBeUndefined()
    expect(keptKeys('<html>', 'w1')).toBeUndefined()
  })
})

describe('the count of writes', () => {
  const kept = new Map([
    [keys[0] as string, 2],
    [keys[2] as string, 1],
  ])
  it('names what was acknowledged and is gone', () => {
    expect(countWrites(4, keys, kept)).toEqual({
      ...{ sent: 4, acknowledged: 3, lost: 1, duplicated: 1, lostKeys: [keys[1]], isKnown: true },
    })
  })

  it('calls nothing lost when nobody knows', () => {
    expect(countWrites(3, keys, undefined)).toMatchObject({ lost: 0, isKnown: false })
  })

  it('vetoes for a lost write, and for a doubled one only where once was asked for', () => {
    const doubled = countWrites(3, [keys[0] as string], kept)
    expect(writeVeto(countWrites(3, keys, kept), false)).toMatchObject({ reason: 'write-lost' })
    expect(writeVeto(doubled, true)).toMatchObject({ outcome: 'unmet', reason: 'write-duplicated' })
    expect(writeVeto(doubled, false)).toBeUndefined()
    expect(writeVeto(null, true)).toBeUndefined()
  })

  it('proves nothing when not one write was acknowledged', () => {
    expect(areWritesUnknown(countWrites(9, [], new Map()))).toBe(true)
    expect(areWritesUnknown(countWrites(9, keys, kept))).toBe(false)
    expect(areWritesUnknown(null)).toBe(false)
  })
})
