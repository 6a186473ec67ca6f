import { describe, expect, it } from 'vitest'
import type { Evidence } from '../outage/evidence.ts'
import { alertSentence } from './alert-sentence.ts'
import { alertVerdict, type AlertRecord } from './alert-verdict.ts'
import { detectionOf, type AlertWatch } from './detection.ts'
import { judgeDetection } from './judge-detection.ts'

const everyMs = 200
/** Samples of the alert's probe from 0 to `to`; it fires in each [from, until). Answers take 20 ms. */
const samples = (to: number, ...firing: [number, number][]): Evidence[] =>
  Array.from({ length: Math.floor(to / everyMs) + 1 }, (_, index) => {
    const from = index * everyMs
    const isGood = firing.some(([on, off]) => from >= on && from < off)
    return { from, to: from + 20, isGood, isSilent: false }
  })
const watch = (over: Partial<AlertWatch> = {}, ...firing: [number, number][]): AlertWatch => ({
  evidence: samples(60_000, ...firing),
  quietFrom: 0,
  effective: { from: 10_000, to: 10_050 },
  lifted: { from: 20_000, to: 20_300 },
  observedTo: 60_000,
  ...over,
})
const expected = { fireWithinMs: 15_000, resolveWithinMs: 30_000, isHandsOffRequired: true }
const judge = (of: AlertWatch) => judgeDetection(detectionOf(of), [], expected)

describe('the detection of a fault', () => {
  it('is an interval that holds the truth, for any phase of the probe', () => {
    for (let on = 13_000; on < 13_400; on += 7) {
      const { fired, resolved } = detectionOf(watch({}, [on, 25_000 + (on % 200)]))
      expect(fired?.minMs).toBeLessThanOrEqual(on - 10_000)
      expect(fired?.maxMs).toBeGreaterThanOrEqual(on - 10_050)
      const off = 25_000 + (on % 200)
      expect(resolved?.minMs).toBeLessThanOrEqual(off - 20_000)
      expect(resolved?.maxMs).toBeGreaterThanOrEqual(off - 20_300)
    }
  })

  it('has no upper bound for an alert that is never silent again', () => {
    expect(detectionOf(watch({}, [13_000, 99_000])).resolved).toEqual({ minMs: 39_700, maxMs: null })
  })

  it('counts each time that it fired before the fault', () => {
    const of = watch({}, [2_000, 3_000], [5_000, 5_100])
    expect(detectionOf(of)).toEqual({ fired: null, resolved: null, falseAlarms: 2 })
  })

  it('counts from the effect when the fault was over at once', () => {
    const { resolved } = detectionOf(watch({ lifted: null }, [13_000, 18_000]))
    expect(resolved?.minMs).toBeLessThanOrEqual(8_000)
    expect(resolved?.maxMs).toBeGreaterThanOrEqual(7_950)
  })
})

describe('the judgement of an alert', () => {
  it.each([
    ['met', 'ok', watch({}, [13_000, 22_000])],
    ['unmet', 'alert-false', watch({}, [1_000, 2_000], [13_000, 22_000])],
    ['unmet', 'alert-missing', watch()],
    ['unmet', 'alert-late', watch({}, [27_000, 40_000])],
    ['inconclusive', 'too-close-to-call', watch({}, [25_040, 40_000])],
    ['unmet', 'alert-stuck', watch({}, [13_000, 99_000])],
    ['unmet', 'alert-stuck', watch({}, [13_000, 55_000])],
    ['inconclusive', 'too-close-to-call', watch({}, [13_000, 50_200])],
  ])('is %s, %s', (outcome, reason, of) => {
    expect(judge(of)).toEqual({ outcome, reason })
  })

  it('is unmet with a hand in it, unless hands are only reported', () => {
    const detection = detectionOf(watch({}, [13_000, 22_000]))
    const touches = [{ at: 12_000, kind: 'touch.terminal', what: 'main' }]
    expect(judgeDetection(detection, touches, expected)).toMatchObject({ reason: 'touched' })
    expect(judgeDetection(detection, touches, { ...expected, isHandsOffRequired: false }).outcome).toBe('met')
  })
})

const head = { attemptId: 'a', taskId: 't', seal: { commit: '', seed: '' }, startedAt: 0 }
const record = (of: AlertWatch, over: Partial<AlertRecord> = {}): AlertRecord => ({
  alert: { ...of, timing: { everyMs, timeoutMs: 1000 } },
  service: undefined,
  isDirty: false,
  ...over,
})

describe('the verdict of an alert attempt', () => {
  it('says in one sentence when it fired and when it was silent again', () => {
    const verdict = alertVerdict(head, record(watch({}, [13_000, 22_000])), [], expected)
    expect(verdict).toMatchObject({ outcome: 'met', detection: { falseAlarms: 0 }, score: null })
    expect(verdict.sentence.en).toMatch(
      /^The alert fired 2\.\d–3\.\d s after the fault and was silent 1\.\d–2\.\d s after it was over, no hands\.$/,
    )
    expect(verdict.sentence.ja).toMatch(/鳴り/)
  })

  it('is inconclusive when the alert’s probe saw too little, or the fault left traces', () => {
    const blind = watch({ evidence: samples(20_000, [13_000, 14_000]) })
    expect(alertVerdict(head, record(blind), [], expected).reason).toBe('too-few-samples')
    const dirty = record(watch({}, [13_000, 22_000]), { isDirty: true })
    expect(alertVerdict(head, dirty, [], expected).reason).toBe('fault-dirty')
  })

  it('excuses a false alarm by the load of the quiet, not by that of the time after the fault', () => {
    const loud = watch({}, [2_000, 3_000], [13_000, 22_000])
    const judged = (at: number, otherwise: number) => {
      const load = [
        { at: 5_000, perProcessor: at },
        { at: 15_000, perProcessor: otherwise },
      ]
      const service = { timing: { everyMs, timeoutMs: 1000 }, evidence: [], observations: [], load }
      return alertVerdict(head, record(loud, { service }), [], expected)
    }
    expect(judged(12, 0)).toMatchObject({ outcome: 'inconclusive', reason: 'host-overloaded', hostLoad: 12 })
    expect(judged(0, 12)).toMatchObject({ outcome: 'unmet', reason: 'alert-false', hostLoad: 0 })
  })

  it.each([
    ['alert-false', 'The alert fired 2 times while nothing was wrong.'],
    ['alert-missing', 'The alert did not fire; 15.0 s were allowed.'],
    ['alert-late', 'The alert fired 17.0–17.3 s after the fault, but 15.0 s were asked for.'],
    [
      'alert-stuck',
      'The alert fired, but was silent only > 40.0 s after the fault was over; 30.0 s were asked for.',
    ],
  ] as const)('names what is wrong: %s', (reason, en) => {
    const detection = {
      fired: { minMs: 17_010, maxMs: 17_240 },
      resolved: { minMs: 40_000, maxMs: null },
      falseAlarms: 2,
    }
    const parts = { outcome: 'unmet' as const, reason, detection, touches: [], touchSeconds: 0 }
    expect(alertSentence({ ...parts, ...expected }).en).toBe(en)
  })
})
