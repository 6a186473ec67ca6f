import fc from 'fast-check'
import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { canonicalJson, storableJson } from './canonical-json.ts'
import { chainEvents, emptyChain, hashEvent, verifyChain } from './hash-chain.ts'

const newEvent = (at: number, data: Record<string, unknown> = {}): NewEvent => ({
  sandboxId: 'sandbox001',
  at,
  kind: 'touch.terminal',
  actor: 'learner',
  data,
})
const chain = () =>
  chainEvents(emptyChain, [newEvent(1, { n: 1 }), newEvent(2, { text: 'こんにちは' }), newEvent(3)])
const withChange = (index: number, change: Partial<JournalEvent>) =>
  chain().map((event, at) => (at === index ? { ...event, ...change } : event))

describe('the hash chain', () => {
  it('is what the contract says: sha256 over the previous hash and the canonical JSON of the rest', () => {
    const [first, second] = chain()
    expect(first?.prevHash).toBe('0'.repeat(64))
    expect(second?.prevHash).toBe(first?.hash)
    // Computed by hand: printf '%064d\n{"actor":…}' 0 | sha256sum
    expect(hashEvent({ ...newEvent(1), seq: 1, prevHash: '0'.repeat(64) })).toBe(
      '574e45850a5bdcb24367a97f88bcb044104966b9391d734b954337202c294fa5',
    )
  })

  it('accepts an untouched log, also from its middle on', () => {
    const [first, ...rest] = chain()
    expect(verifyChain(chain())).toMatchObject({ ok: true, head: { seq: 3 } })
    expect(verifyChain(rest, { seq: 1, hash: first?.hash as string })).toMatchObject({ ok: true })
    expect(verifyChain([])).toEqual({ ok: true, head: emptyChain })
  })

  it.each<[keyof JournalEvent, Partial<JournalEvent>]>([
    ['at', { at: 3 }],
    ['kind', { kind: 'touch.ui' }],
    ['actor', { actor: 'swarm' }],
    ['data', { data: { text: 'こんにちわ' } }],
    ['sandboxId', { sandboxId: 'sandbox002' }],
    ['hash', { hash: 'f'.repeat(64) }],
  ])('names the event whose %s was changed', (_, change) => {
    expect(verifyChain(withChange(1, change))).toEqual({ ok: false, seq: 2, problem: 'changed' })
  })

  it('names a missing event, a swapped pair, and a rewritten one that the next does not continue', () => {
    const [first, second, third] = chain() as [JournalEvent, JournalEvent, JournalEvent]
    expect(verifyChain([first, third])).toEqual({ ok: false, seq: 2, problem: 'gap' })
    expect(verifyChain([second, first, third])).toEqual({ ok: false, seq: 1, problem: 'gap' })
    const forged = { ...second, data: { forged: true } }
    const rewritten = { ...forged, hash: hashEvent(forged) }
    expect(verifyChain([first, rewritten, third])).toEqual({ ok: false, seq: 3, problem: 'unlinked' })
  })

  it('sees any change of any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        fc.pre(canonicalJson(storableJson({ before })) !== canonicalJson(storableJson({ before: after })))
        const [event] = chainEvents(emptyChain, [newEvent(1, { value: before })])
        const changed = { ...(event as JournalEvent), data: storableJson({ value: after }) }
        expect(verifyChain([changed]).ok).toBe(false)
      }),
    )
  })

  it('does not depend on the order of keys, nor on a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const [event] = chainEvents(emptyChain, [newEvent(1, { a: value, b: 1 })])
        const stored = JSON.parse(JSON.stringify(event)) as JournalEvent
        const turned = { ...stored, data: Object.fromEntries(Object.entries(stored.data).reverse()) }
        expect(verifyChain([turned]).ok).toBe(true)
      }),
    )
  })
})

describe('storable JSON', () => {
  it('has no NUL and no half surrogate in keys or values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const stored = JSON.stringify(storableJson({ [text]: [text] }))
        expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
    )
  })
})
