import type { InjectionResult, JournalEvent } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../outage/evidence.ts'
import { judgeAblation } from './judge-ablation.ts'
import { placeboVerdict, type QuietRecord } from './judge-placebo.ts'

const head = {
  attemptId: 'a',
  taskId: 't',
  seal: { commit: '', seed: '' },
  startedAt: 0,
  arm: 'placebo' as const,
}
const samples = (isBadAt = -1): Evidence[] =>
  Array.from({ length: 101 }, (_, index) => {
    const from = index * 100
    return { from, to: from + 5, isGood: from !== isBadAt, isSilent: false }
  })
const quiet = (over: Partial<QuietRecord> = {}): QuietRecord => ({
  timing: { everyMs: 100, timeoutMs: 1000 },
  evidence: samples(),
  observations: [],
  ...{ from: 1_000, to: 9_000, alerts: [] },
  ...over,
})
const event = (kind: JournalEvent['kind'], actor: JournalEvent['actor'], data: object): JournalEvent =>
  ({ sandboxId: 's', seq: 1, at: 5_000, kind, actor, data, prevHash: '', hash: '' }) as JournalEvent

describe('the run without a fault', () => {
  it('is met when nothing happened', () => {
    const verdict = placeboVerdict(head, quiet(), [])
    expect(verdict).toMatchObject({ outcome: 'met', arm: 'placebo', score: null, injections: [] })
    expect(verdict.sentence.en).toMatch(/^Quiet without a fault: not one bad answer in 81 probes/)
  })

  it.each([
    ['a bad answer', quiet({ evidence: samples(4_000) }), [], '1 bad answer'],
    ['an alert', quiet({ alerts: ['alarm'] }), [], 'an alert (alarm)'],
    ['a hand', quiet(), [event('touch.terminal', 'learner', { terminal: 'main' })], '1 touch'],
    [
      'a change of the engine',
      quiet(),
      [event('engine.event', 'swarm', { action: 'start', service: 'web' })],
      'changes (started web)',
    ],
  ])('is not quiet with %s, and names it', (_, record, events, words) => {
    const verdict = placeboVerdict(head, record, events)
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'placebo-not-quiet' })
    expect(verdict.sentence.en).toContain(words)
  })

  it('is inconclusive when a host that is far too full may be what disturbed it, but not with a hand', () => {
    const load = [{ at: 5_000, perProcessor: 12 }]
    const bad = quiet({ evidence: samples(4_000), load })
    expect(placeboVerdict(head, bad, [])).toMatchObject({
      ...{ outcome: 'inconclusive', reason: 'host-overloaded', hostLoad: 12 },
    })
    const hand = event('touch.terminal', 'learner', { terminal: 'main' })
    expect(placeboVerdict(head, bad, [hand])).toMatchObject({ reason: 'placebo-not-quiet' })
    expect(placeboVerdict(head, quiet({ load }), []).outcome).toBe('met')
  })

  it('takes no notice of what happened before or after the watch', () => {
    expect(placeboVerdict(head, quiet({ evidence: samples(500) }), []).outcome).toBe('met')
  })

  it('is inconclusive when too little was seen', () => {
    const verdict = placeboVerdict(head, quiet({ evidence: samples().slice(0, 30) }), [])
    expect(verdict.reason).toBe('too-few-samples')
  })
})

describe('the run without a mechanism', () => {
  const injection = (of: InjectionResult['class']) => [{ class: of } as InjectionResult]
  const availability = { good: 90, total: 100, ratio: 0.9, low: 0, high: 1 }
  const expected = { recoverWithinMs: 5_000, availability: undefined, isHandsOffRequired: true }
  const seen = (of: InjectionResult['class']) => ({
    ...{ injections: injection(of), availability, touches: [], writes: null, hostLoad: null },
  })

  it.each(['not-recovered', 'self-recovered-after-lift', 'platform-assisted'] as const)(
    'is met: %s',
    (of) => {
      expect(judgeAblation(seen(of), expected)).toEqual({ outcome: 'met', reason: 'ok' })
    },
  )

  it.each(['tolerated', 'self-recovered-during'] as const)(
    'proves nothing when it stood anyway: %s',
    (of) => {
      expect(judgeAblation(seen(of), expected)).toEqual({ outcome: 'unmet', reason: 'ablation-recovered' })
    },
  )

  it('counts a missed availability and a lost write as not standing', () => {
    const asked = { ...expected, availability: 0.95 }
    const writes = { sent: 9, acknowledged: 9, lost: 1, duplicated: 0, lostKeys: [], isKnown: true }
    expect(judgeAblation(seen('tolerated'), asked).outcome).toBe('met')
    expect(judgeAblation({ ...seen('tolerated'), writes }, expected).outcome).toBe('met')
  })

  it('proves nothing by its failure on a host that is far too full, unless a write was doubled', () => {
    const full = { ...seen('not-recovered'), hostLoad: 12 }
    const writes = { sent: 9, acknowledged: 9, lost: 1, duplicated: 0, lostKeys: [], isKnown: true }
    const inconclusive = { outcome: 'inconclusive', reason: 'host-overloaded' }
    expect(judgeAblation(full, expected)).toEqual(inconclusive)
    expect(judgeAblation({ ...seen('tolerated'), hostLoad: 12, writes }, expected)).toEqual(inconclusive)
    const doubled = { ...full, writes: { ...writes, lost: 0, duplicated: 1 } }
    expect(judgeAblation(doubled, { ...expected, areWritesOnce: true }).outcome).toBe('met')
    expect(judgeAblation({ ...seen('tolerated'), hostLoad: 12 }, expected).reason).toBe('ablation-recovered')
  })

  it('is inconclusive when the fault did not bite or a hand was in it', () => {
    const touches = [{ at: 1, kind: 'touch.terminal', what: 'main' }]
    expect(judgeAblation(seen('inconclusive'), expected).reason).toBe('fault-not-effective')
    expect(judgeAblation({ ...seen('not-recovered'), injections: [] }, expected).outcome).toBe('inconclusive')
    expect(judgeAblation({ ...seen('not-recovered'), touches }, expected)).toEqual({
      outcome: 'inconclusive',
      reason: 'touched',
    })
  })
})
