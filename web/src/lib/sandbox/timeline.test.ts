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

  it('leaves out what the judge and the helpers do, and each exec of a check', () => {
    expect(only(event('engine.event', 'dockerd', { action: 'start', role: 'judge' }))).toBeUndefined()
    expect(only(event('engine.event', 'dockerd', { action: 'exec_start: sh', name: 'web' }))).toBeUndefined()
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
    expect(lane('control.applied', { control: 'ablation', step: 'restore', ablation: 'x' })).toMatchObject({
      lane: 'control',
      sentence: 'Put back: x.',
    })
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
