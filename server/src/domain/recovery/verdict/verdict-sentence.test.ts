import type { InjectionResult } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { intervalText } from './times-in-words.ts'
import { verdictSentence, type SentenceParts } from './verdict-sentence.ts'

const injection = (over: Partial<InjectionResult>): InjectionResult => ({
  ...{
    faultId: 'crash',
    fault: 'container.crash',
    target: 'web',
    evidence: { en: '', ja: '' },
    fidelity: null,
  },
  ...{ plannedAt: 0, injectedAt: 0, effectiveAt: 0, liftedAt: null },
  outage: { minMs: 712, maxMs: 864 },
  outageAt: null,
  recovery: { minMs: 700, maxMs: 870 },
  class: 'self-recovered-during',
  healedBy: [{ at: 1, by: 'swarm', what: 'started web' }],
  ...{ round: 0, onRepair: false },
  ...over,
})
const say = (over: Partial<SentenceParts>, ...injections: Partial<InjectionResult>[]) =>
  verdictSentence({
    outcome: 'met',
    reason: 'ok',
    injections: (injections.length === 0 ? [{}] : injections).map(injection),
    availability: { good: 93, total: 100, ratio: 0.93, low: 0.86, high: 0.97 },
    touches: [],
    touchSeconds: 0,
    recoverWithinMs: 5000,
    askedAvailability: 0.95,
    unseenMs: 207,
    ...over,
  })
const touches = [{ at: 1, kind: 'touch.terminal', what: 'main' }]
const open = { minMs: 30_120, maxMs: null }

describe('the sentence of a verdict', () => {
  it.each([
    ['healed', say({}), 'Healed by Swarm in 0.7–0.9 s, no hands.'],
    [
      'by two',
      say({}, {}, { healedBy: [{ at: 1, by: 'dockerd', what: '' }] }),
      'Healed by Swarm and the restart policy in 0.7–0.9 s, no hands.',
    ],
    ['by nobody', say({}, { healedBy: [] }), 'Back by itself in 0.7–0.9 s, no hands.'],
    [
      'tolerated',
      say({}, { outage: null, recovery: null, class: 'tolerated' }),
      'Tolerated: not one bad answer in 100 probes (no outage longer than 0.3 s), no hands.',
    ],
    [
      'undone',
      say({}, { outage: null, class: 'tolerated' }),
      'Undone by Swarm in 0.7–0.9 s, without one bad answer in 100 probes, no hands.',
    ],
    [
      'touched',
      say({ outcome: 'unmet', reason: 'touched', touches, touchSeconds: 1 }),
      'Healed by Swarm in 0.7–0.9 s, but with hands: 1 touch (1.0 s).',
    ],
    [
      'slow',
      say({ outcome: 'unmet', reason: 'recovery-too-slow' }),
      'Healed by Swarm in 0.7–0.9 s, but 5.0 s were asked for.',
    ],
    [
      'slow to be whole after a short outage',
      say({ outcome: 'unmet', reason: 'recovery-too-slow' }, { recovery: { minMs: 17_020, maxMs: 17_960 } }),
      'Healed by Swarm in 17.0–18.0 s, but 5.0 s were asked for.',
    ],
    [
      'healed a fault that nobody noticed, beside one that went by itself',
      say({}, { healedBy: [] }, { outage: null, recovery: null, class: 'tolerated' }),
      'Back by itself in 0.7–0.9 s, no hands.',
    ],
    [
      'unavailable',
      say({ outcome: 'unmet', reason: 'availability-too-low' }),
      'Healed by Swarm in 0.7–0.9 s, but only 93.0 % of the answers were good (95.0 % asked for).',
    ],
    [
      'unavailable, told as the page tells it',
      say({
        outcome: 'unmet',
        reason: 'availability-too-low',
        availability: { good: 57, total: 100, ratio: 0.57, low: 0.46, high: 0.67 },
      }),
      'Healed by Swarm in 0.7–0.9 s, but only 57.0 % of the answers were good (95.0 % asked for).',
    ],
    [
      'down',
      say({ outcome: 'unmet', reason: 'not-recovered' }, { class: 'not-recovered', recovery: open }),
      'Not healed: still not well after 30.1 s.',
    ],
    [
      'broken',
      say({ outcome: 'unmet', reason: 'hold-broken' }, { class: 'not-recovered', recovery: open }),
      'Not healed: it came back and broke again, and was not well after 30.1 s.',
    ],
    [
      'hands in vain',
      say(
        { outcome: 'unmet', reason: 'not-recovered', touches, touchSeconds: 1 },
        { class: 'not-recovered', recovery: open },
      ),
      'Not healed: still not well after 30.1 s, with hands: 1 touch (1.0 s).',
    ],
    [
      'lifted',
      say({ outcome: 'unmet', reason: 'not-recovered' }, { class: 'self-recovered-after-lift' }),
      'Not healed: it came back only after the fault was lifted.',
    ],
    [
      'repaired',
      say({ outcome: 'unmet', reason: 'not-recovered' }, { class: 'platform-assisted' }),
      'Not healed: it came back only because the dojo repaired it.',
    ],
    [
      'inconclusive',
      say({ outcome: 'inconclusive', reason: 'baseline-not-good' }),
      'Inconclusive: it was not steady before the fault; the attempt does not count.',
    ],
  ])('%s', (_name, sentence, expected) => {
    expect(sentence.en).toBe(expected)
    expect(sentence.ja).toMatch(/[ぁ-んァ-ン一-龯].*。$/)
    expect(sentence.ja).not.toMatch(/\d s\b|[ぁ-んァ-ン一-龯][:(]/)
  })

  it('rounds an interval outwards and never invents an end', () => {
    expect(intervalText({ minMs: 790, maxMs: 801 })).toEqual({ en: '0.7–0.9 s', ja: '0.7〜0.9 秒' })
    expect(intervalText({ minMs: 60_000, maxMs: null })).toEqual({ en: '> 60.0 s', ja: '60.0 秒超' })
  })
})
