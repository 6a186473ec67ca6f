import { describe, expect, it } from 'vitest'
import { eventKinds, type EventKind, type JournalEvent, type LabDetail } from '@noops-dojo/contracts'
import { words } from '#lib/i18n/words.ts'
import { marksOf, timelineOf } from './timeline.ts'

const event = (
  kind: EventKind,
  actor: JournalEvent['actor'],
  data: object = {},
  at = 1000,
): JournalEvent => ({
  sandboxId: 'abcdefghij',
  seq: at,
  at,
  kind,
  actor,
  data: data as Record<string, unknown>,
  prevHash: '',
  hash: '',
})
const context = { words: words.en, locale: 'en' as const, lab: null }
const only = (one: JournalEvent) => timelineOf([one], context)[0]

describe('the timeline', () => {
  it.each(eventKinds)('has a sentence for %s even when the event says nothing more', (kind) => {
    for (const locale of ['en', 'ja'] as const) {
      const entry = timelineOf([event(kind, 'platform')], { words: words[locale], locale, lab: null })[0]
      expect(entry?.sentence).not.toMatch(/undefined|\[object/)
    }
  })

  it('says who healed it', () => {
    const entry = only(event('engine.event', 'swarm', { action: 'start', service: 'web', name: 'web.1' }))
    expect(entry).toMatchObject({ lane: 'engine', sentence: 'web: a container started, done by Swarm.' })
  })

  // The data of each kind is what its writer in server/src puts there.
  it.each<[EventKind, object, string]>([
    ['sandbox.state', { state: 'ready', reason: 'extended', endsAt: 1 }, 'The sandbox is Working.'],
    [
      'sandbox.step',
      { step: 'network', state: 'done', ms: 5 },
      `Building: ${words.en.starting.steps['network']}.`,
    ],
    [
      'engine.event',
      { type: 'service', action: 'update', name: 'web', service: 'web' },
      'web: the service was updated.',
    ],
    [
      'engine.event',
      { type: 'container', action: 'oom', name: null, service: null },
      'Docker reports: a container ran out of memory.',
    ],
    ['probe.edge', { probe: 'shop', to: 'bad' }, 'shop stopped answering well.'],
    ['probe.edge', { probe: 'shop', to: 'good' }, 'shop answers well again.'],
    [
      'fault.effective',
      { labFault: '', fault: 'container.crash', target: 'web', attemptId: null },
      'The fault “container.crash” bites: web.',
    ],
    [
      'fault.reverted',
      { labFault: 'crash', fault: 'container.crash', target: 'web' },
      'The fault “It dies” is over.',
    ],
    [
      'release',
      { labFault: '', service: 'web', image: 'web:2.0', before: 'web:1.0' },
      'A release: web web:2.0.',
    ],
    ['check.result', { task: 'two', outcome: 'unmet', key: 'one-replica' }, 'Check of “Run two”: Not met.'],
    ['task.state', { task: 'two', from: 'unmet', to: 'met' }, '“Run two” is met.'],
    ['hint.opened', { task: 'two', hint: 0, cost: 5 }, 'A hint of “Run two” was opened.'],
    [
      'attempt.phase',
      { attemptId: 'a', taskId: 'two', phase: 'holding', injection: 1 },
      'The attempt watches whether it holds.',
    ],
    ['verdict', { sentence: { en: 'Healed.', ja: '治りました。' } }, 'Healed.'],
    [
      'platform.notice',
      { key: 'check-broken', task: 'two', problem: 'exit 3' },
      words.en.timeline.notices['check-broken']!,
    ],
  ])('says of %s with %j what happened', (kind, data, sentence) => {
    const lab = {
      faults: [{ id: 'crash', title: { en: 'It dies' } }],
      taskList: [{ id: 'two', title: { en: 'Run two' } }],
    } as unknown as LabDetail
    expect(timelineOf([event(kind, 'platform', data)], { ...context, lab })[0]?.sentence).toBe(sentence)
  })

  it('counts typing as a touch and the lab’s own set-up as none', () => {
    expect(only(event('touch.terminal', 'learner'))?.lane).toBe('touch')
    expect(only(event('touch.engine', 'setup', { action: 'service.create' }))?.lane).toBeNull()
  })

  it('calls the learner “you” only when the learner reads it', () => {
    const typed = event('touch.terminal', 'learner')
    expect(only(typed)?.sentence).toBe('You typed in a terminal.')
    expect(timelineOf([typed], { ...context, isVisitor: true })[0]?.sentence).toBe(
      'The learner typed in a terminal.',
    )
  })

  it('is ordered by the moment at which things happened, not by when they were written down', () => {
    const entries = timelineOf(
      [event('verdict', 'platform', {}, 3000), event('touch.terminal', 'learner', {}, 2000)],
      context,
    )
    expect(entries.map((entry) => entry.at)).toEqual([2000, 3000])
  })

  it('gives the strip a glyph for each entry with a lane', () => {
    const entries = timelineOf(
      [event('sandbox.step', 'platform'), event('fault.effective', 'platform', {}, 2000)],
      context,
    )
    expect(marksOf(entries).map((mark) => mark.lane)).toEqual(['fault'])
  })

  it('has glyphs of their own for controls, alerts and writes', () => {
    const lane = (kind: EventKind, data: object) => only(event(kind, 'platform', data))
    const restored = { control: 'ablation', step: 'restore', ablation: 'x', exitCode: 0 }
    expect(lane('control.applied', restored)).toMatchObject({ lane: 'control', sentence: 'Put back: x.' })
    expect(lane('alert.edge', { probe: 'alarm', to: 'firing' })).toMatchObject({
      lane: 'alert',
      sentence: 'The alert alarm fires.',
    })
    expect(lane('alert.edge', { probe: 'alarm', to: 'resolved' })?.sentence).toMatch('silent again')
    expect(lane('writes.counted', { acknowledged: 9, lost: 2, isKnown: true })).toMatchObject({
      lane: 'writes',
      sentence: 'Writes counted: 2 of 9 acknowledged ones are lost.',
    })
    expect(lane('writes.counted', { isKnown: false })?.sentence).toMatch('could not be counted')
  })

  it('does not say that a mechanism was taken away or put back when the script of the lab failed', () => {
    const sentence = (step: string, exitCode: number | null) =>
      only(event('control.applied', 'setup', { control: 'ablation', step, ablation: 'x', exitCode }))
        ?.sentence
    expect(sentence('run', 0)).toBe('Taken away for this run: x.')
    expect(sentence('run', 1)).toBe('Could not be taken away: x.')
    expect(sentence('restore', null)).toBe('Could not be put back: x.')
  })

  it('marks a judgement by what it says, and the end of a fault unlike its start', () => {
    const laneOf = (outcome: string) => only(event('verdict', 'platform', { outcome }))?.lane
    expect([laneOf('met'), laneOf('unmet'), laneOf('inconclusive')]).toEqual(['judge', 'unmet', 'unclear'])
    expect(only(event('task.state', 'platform', { to: 'regressed' }))?.lane).toBe('unmet')
    expect(only(event('fault.reverted', 'platform'))?.lane).toBe('lifted')
  })

  it('tells the fault that a repair set off from the first one', () => {
    const survive = { faults: ['crash'], onRepair: 'freeze', ablations: [] }
    const lab = { faults: [], taskList: [{ survive }] } as unknown as LabDetail
    const bites = (labFault: string) => {
      const bite = event('fault.effective', 'platform', { labFault, attemptId: 'a', fault: labFault })
      return timelineOf([bite], { ...context, lab })[0]?.lane
    }
    expect([bites('crash'), bites('freeze')]).toEqual(['fault', 'second'])
  })
})
