import type { JournalEvent, ProbeSample } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { judgeWindow, type WindowToJudge } from './judge-window.ts'

let seq = 0
const event = (
  at: number,
  kind: JournalEvent['kind'],
  actor: JournalEvent['actor'],
  data: object,
): JournalEvent =>
  ({ sandboxId: 's', seq: (seq += 1), at, kind, actor, data, prevHash: '', hash: '' }) as JournalEvent
const fault = (
  at: number,
  kind: JournalEvent['kind'],
  data: object = {},
  id = 'run1',
  use = 'container.crash',
) =>
  event(at, kind, 'platform', {
    faultRunId: id,
    fault: use,
    target: 'web',
    attemptId: null,
    labFault: '',
    ...data,
  })
const bite = (at: number, use?: string, id?: string) => [
  fault(at - 50, 'fault.planned', {}, id, use),
  fault(
    at,
    'fault.effective',
    {
      injectedAt: at - 5,
      evidence: { en: 'it is dead', ja: '終了しました' },
      fidelity: { rung: 'kernel', text: { en: 'SIGKILL', ja: 'SIGKILL' } },
    },
    id,
    use,
  ),
]
/** Every 100 ms from 0 to 30 s; bad inside an outage. */
const samples = (...outages: [number, number][]): ProbeSample[] =>
  Array.from({ length: 301 }, (_, index) => {
    const at = index * 100
    return [at, outages.some(([from, to]) => at >= from && at < to) ? 0 : 1, 2]
  })
const judge = (over: Partial<WindowToJudge>) =>
  judgeWindow({
    ...{ from: 3_000, to: 30_000, recoverWithinMs: 5_000, holdMs: 2_000 },
    probe: { name: 'shop', timing: { everyMs: 100, timeoutMs: 1000 } },
    samples: samples(),
    events: [],
    ...over,
  })
const started = event(6_900, 'engine.event', 'swarm', { action: 'start', service: 'web' })

describe('the judgement of a window', () => {
  it('rebuilds from log and samples what an attempt would have seen', () => {
    const verdict = judge({
      events: [...bite(6_000), fault(6_010, 'fault.reverted', { isUndone: false }), started],
      samples: samples([6_000, 7_000]),
    })
    expect(verdict).toMatchObject({ outcome: 'met', class: 'self-recovered-during', probe: 'shop' })
    const [injection] = verdict.injections
    expect(injection).toMatchObject({
      evidence: { en: 'it is dead', ja: '終了しました' },
      fidelity: { rung: 'kernel', text: { en: 'SIGKILL', ja: 'SIGKILL' } },
      target: 'web',
    })
    expect(injection?.outage?.minMs).toBeLessThanOrEqual(1_000)
    expect(injection?.outage?.maxMs).toBeGreaterThanOrEqual(1_000)
    expect(injection?.outageAt).toEqual({
      begin: { from: 5_990, to: 6_002 },
      end: { from: 6_900, to: 7_002 },
    })
    expect(injection?.healedBy).toMatchObject([{ by: 'swarm' }])
  })

  it('reads the evidence of a log that has it in English only', () => {
    const told = (data: Record<string, unknown>, kind: JournalEvent['kind'] = 'fault.effective') =>
      judge({ events: [fault(6_000, kind, data)] }).injections[0]?.evidence
    expect(told({ evidence: 'it is dead' })).toEqual({ en: 'it is dead', ja: 'it is dead' })
    expect(told({ detail: 'it still runs' }, 'fault.failed')).toMatchObject({ en: 'it still runs' })
    expect(told({ evidence: 5 })).toEqual({ en: '', ja: '' })
  })

  it('gives the same verdict for the same evidence', () => {
    const window = { events: bite(6_000), samples: samples([6_000, 7_000]) }
    expect(judge(window)).toEqual(judge(window))
  })

  it('sees what came back only after the lift', () => {
    const events = [
      ...bite(6_000, 'container.pause'),
      fault(16_300, 'fault.reverted', { isUndone: true, liftBeganAt: 16_000 }, 'run1', 'container.pause'),
    ]
    const verdict = judge({ events, samples: samples([6_000, 16_200]) })
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'self-recovered-after-lift' })
  })

  it('sees from the log that nobody undid a release but the dojo, and that Swarm undid one', () => {
    const pressed = (kind: 'fault.reverted' | 'fault.moot', isUndone: boolean) =>
      judge({
        events: [...bite(6_000, 'release.bad'), fault(12_000, kind, { isUndone }, 'run1', 'release.bad')],
        recoverWithinMs: 10_000,
      })
    expect(pressed('fault.reverted', true)).toMatchObject({ outcome: 'unmet', reason: 'not-recovered' })
    expect(pressed('fault.moot', false)).toMatchObject({ outcome: 'met', class: 'tolerated' })
  })

  it('judges several faults, and is as good as the worst', () => {
    const events = [...bite(6_000), ...bite(20_000, 'container.crash', 'run2')]
    const verdict = judge({ events, samples: samples([6_000, 7_000], [20_000, 31_000]) })
    expect(verdict.injections.map((each) => each.class)).toEqual(['self-recovered-during', 'not-recovered'])
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'not-recovered' })
  })

  it.each([
    ['there was no fault', {}, 'fault-not-effective'],
    ['the fault failed', { events: [fault(6_000, 'fault.failed', { detail: 'no' })] }, 'fault-not-effective'],
    ['it was outside the window', { events: bite(2_000) }, 'fault-not-effective'],
    [
      'it was not steady before',
      { events: bite(6_000), samples: samples([5_700, 7_000]) },
      'baseline-not-good',
    ],
    ['nothing was seen before', { events: bite(6_000), samples: samples().slice(60) }, 'too-few-samples'],
    [
      'too little was seen after',
      { events: bite(6_000), samples: samples().slice(0, 80) },
      'too-few-samples',
    ],
    [
      'it ended before it could be told',
      { events: bite(6_000), samples: samples([6_000, 7_000]), to: 8_500 },
      'too-few-samples',
    ],
    [
      'it ended while it was down',
      { events: bite(6_000), samples: samples([6_000, 9_000]), to: 8_500 },
      'too-few-samples',
    ],
    ['it left traces', { events: [...bite(6_000), fault(7_000, 'fault.dirty')] }, 'fault-dirty'],
  ])('is inconclusive when %s', (_, over, reason) => {
    expect(judge(over)).toMatchObject({ outcome: 'inconclusive', reason, score: null })
  })

  it('holds from when the fault was there: a container that is asked to stop answers on for a while', () => {
    const stopped = fault(10_000, 'fault.effective', { injectedAt: 5_000 }, 'run1', 'container.stop')
    const events = [fault(4_950, 'fault.planned', {}, 'run1', 'container.stop'), stopped]
    const verdict = judge({ events, samples: samples([10_000, 40_000]) })
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'not-recovered' })
  })
})
