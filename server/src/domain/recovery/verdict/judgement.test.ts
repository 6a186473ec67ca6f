import type { InjectionResult } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { judge, worstClass } from './judgement.ts'

const expected = { recoverWithinMs: 5000, availability: 0.9, isHandsOffRequired: true }
const availability = { good: 95, total: 100, ratio: 0.95, low: 0.9, high: 0.98 }
const touch = { at: 0, kind: 'touch.ui', what: '' }
const injection = (of: InjectionResult['class'], recovery: InjectionResult['recovery'] = null) =>
  ({ class: of, recovery }) as InjectionResult
const healed = (minMs: number, maxMs: number) => injection('self-recovered-during', { minMs, maxMs })

describe('the judgement', () => {
  it.each([
    ['met', judge([healed(700, 900)], availability, [], expected, false), 'met', 'ok'],
    ['tolerated', judge([injection('tolerated')], availability, [], expected, false), 'met', 'ok'],
    [
      'too slow',
      judge([healed(5100, 5300)], availability, [], expected, false),
      'unmet',
      'recovery-too-slow',
    ],
    [
      'at the limit',
      judge([healed(4900, 5100)], availability, [], expected, false),
      'inconclusive',
      'too-close-to-call',
    ],
    [
      'one of two slow',
      judge([healed(1, 2), healed(6000, 6100)], availability, [], expected, false),
      'unmet',
      'recovery-too-slow',
    ],
    ['touched', judge([healed(700, 900)], availability, [touch], expected, false), 'unmet', 'touched'],
    [
      'touched, only reported',
      judge([healed(700, 900)], availability, [touch], { ...expected, isHandsOffRequired: false }, false),
      'met',
      'ok',
    ],
    [
      'unavailable',
      judge([healed(700, 900)], { ...availability, ratio: 0.89 }, [], expected, false),
      'unmet',
      'availability-too-low',
    ],
    [
      'gone',
      judge([injection('not-recovered')], availability, [], expected, false),
      'unmet',
      'not-recovered',
    ],
    [
      'back and gone',
      judge([injection('not-recovered')], availability, [], expected, true),
      'unmet',
      'hold-broken',
    ],
    [
      'after the lift',
      judge([injection('self-recovered-after-lift')], availability, [], expected, false),
      'unmet',
      'not-recovered',
    ],
    [
      'no bite',
      judge([injection('inconclusive')], availability, [touch], expected, false),
      'inconclusive',
      'fault-not-effective',
    ],
    ['blind', judge([healed(700, 900)], null, [], expected, false), 'inconclusive', 'too-few-samples'],
  ])('%s', (_name, judged, outcome, reason) => {
    expect(judged).toEqual({ outcome, reason })
  })

  it('takes the worst class of several injections', () => {
    expect(worstClass(['tolerated', 'human-assisted', 'self-recovered-during'])).toBe('human-assisted')
    expect(worstClass([])).toBe('inconclusive')
  })
})
