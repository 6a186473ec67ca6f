import type { Actor, EventKind, JournalEvent, TaskState, Verdict } from '@noops-dojo/contracts'
import { inLanguage } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'
import type { Lane, StripMark } from '#lib/strip/marks.ts'
import { alertEdge, control, writesCounted } from './control-tellers.ts'
import { field, type Teller, type TimelineContext } from './telling.ts'

export type { TimelineContext } from './telling.ts'

/** One line of the timeline: a sentence about one event, and the lane of its glyph (null: none in the strip). */
export interface TimelineEntry {
  seq: number
  at: number
  lane: Lane | null
  actor: Actor
  sentence: string
  /** Worth reading first; the rest is there when somebody asks for everything. */
  isImportant: boolean
}

/** The name of who did it, as the reader would say it. */
export const actorName = (actor: Actor, words: Words, isVisitor = false): string =>
  actor === 'learner' && isVisitor ? words.timeline.learner : words.timeline.actors[actor]

const faultName = (event: JournalEvent, { lab, locale }: TimelineContext): string => {
  const id = field(event, 'labFault')
  const known = lab?.faults.find((fault) => fault.id === id)
  return known ? inLanguage(known.title, locale) : field(event, 'fault')
}

const taskTitle = (event: JournalEvent, { lab, locale }: TimelineContext): string => {
  const id = field(event, 'task')
  const known = lab?.taskList.find((task) => task.id === id)
  return known ? inLanguage(known.title, locale) : id
}

/** The lab names a fault that follows a repair; inside an attempt, and when it comes in no other way, it is that one. */
const isOnRepair = (event: JournalEvent, { lab }: TimelineContext): boolean => {
  const id = field(event, 'labFault')
  const isInAttempt = field(event, 'attemptId') !== ''
  const tasks = lab?.taskList.flatMap((task) => task.survive ?? []) ?? []
  return isInAttempt && tasks.some((task) => task.onRepair === id && !task.faults.includes(id))
}

const aboutFault =
  (
    key: 'faultPlanned' | 'faultOver' | 'faultMoot' | 'faultDirty' | 'faultFailed',
    isImportant = true,
  ): Teller =>
  (event, context) => ({
    lane: key === 'faultPlanned' ? null : 'lifted',
    sentence: context.words.timeline[key](faultName(event, context)),
    isImportant,
  })

const touch: Teller = (event, { words: w, isVisitor }) => {
  const who = actorName(event.actor, w, isVisitor)
  const what = [field(event, 'action'), field(event, 'object')].filter((text) => text !== '').join(' ')
  if (event.kind === 'touch.terminal') {
    const sentence = event.actor === 'learner' && !isVisitor ? w.timeline.typed : w.timeline.typedBy(who)
    return { lane: 'touch', sentence, isImportant: true }
  }
  const isSetUp = event.actor === 'setup' || event.actor === 'platform'
  const tell = event.kind === 'touch.engine' ? w.timeline.engineTouch : w.timeline.uiTouch
  return { lane: isSetUp ? null : 'action', sentence: tell(who, what), isImportant: !isSetUp }
}

/** The mark of a judgement: a tick says met and nothing else. */
const judgeLane = (outcome: string): Lane => {
  if (outcome === 'unmet' || outcome === 'regressed') return 'unmet'
  return outcome === 'inconclusive' ? 'unclear' : 'judge'
}

const loudActions = ['die', 'kill', 'oom', 'start', 'pause', 'unpause', 'health_status: unhealthy']

const engine: Teller = (event, { words: w }) => {
  const action = field(event, 'action')
  const what = w.timeline.engineActions[action] ?? [field(event, 'type'), action].join(' ').trim()
  const name = field(event, 'service', 'name')
  const isNamed = event.actor === 'swarm' && name !== ''
  const sentence = isNamed
    ? w.timeline.engineBy(what, name, w.timeline.actors[event.actor])
    : w.timeline.engine(what, name)
  return { lane: 'engine', sentence, isImportant: loudActions.includes(action) }
}

const edge: Teller = (event, { words: w }) => {
  const tell = field(event, 'to') === 'good' ? w.timeline.probeGood : w.timeline.probeBad
  return { lane: null, sentence: tell(field(event, 'probe')), isImportant: true }
}

const tellers: Record<EventKind, Teller> = {
  'sandbox.state': (event, { words: w }) => {
    const state = field(event, 'state')
    const sentence = w.timeline.sandboxState(w.classroom.states[state] ?? state)
    return { lane: null, sentence, isImportant: false }
  },
  'sandbox.step': (event, { words: w }) => {
    const step = field(event, 'step')
    return { lane: null, sentence: w.timeline.step(w.starting.steps[step] ?? step), isImportant: false }
  },
  'touch.terminal': touch,
  'touch.engine': touch,
  'touch.ui': touch,
  'engine.event': engine,
  'probe.edge': edge,
  'fault.planned': aboutFault('faultPlanned', false),
  'fault.effective': (event, context) => {
    const isSecond = isOnRepair(event, context)
    const tell = context.words.timeline[isSecond ? 'secondEffective' : 'faultEffective']
    const sentence = tell(faultName(event, context), field(event, 'target'))
    return { lane: isSecond ? 'second' : 'fault', sentence, isImportant: true }
  },
  'fault.reverted': aboutFault('faultOver'),
  'fault.moot': aboutFault('faultMoot'),
  'fault.dirty': aboutFault('faultDirty'),
  'fault.failed': aboutFault('faultFailed'),
  release: (event, { words: w }) => {
    const what = [field(event, 'service'), field(event, 'image')].join(' ').trim()
    return { lane: 'release', sentence: w.timeline.release(what), isImportant: true }
  },
  'check.result': (event, context) => {
    const outcome = field(event, 'outcome')
    const words = context.words.attempt.outcomes[outcome as 'met'] ?? outcome
    const sentence = context.words.timeline.check(taskTitle(event, context), words)
    return { lane: null, sentence, isImportant: false }
  },
  'task.state': (event, context) => {
    const state = field(event, 'to')
    const tell = context.words.timeline.taskStates[state as TaskState] as
      ((task: string) => string) | undefined
    const title = taskTitle(event, context)
    const sentence = tell?.(title) ?? context.words.site.named(title, state)
    return { lane: state === 'locked' ? null : judgeLane(state), sentence, isImportant: state !== 'locked' }
  },
  'hint.opened': (event, context) => ({
    lane: 'action',
    sentence: context.words.timeline.hint(taskTitle(event, context)),
    isImportant: true,
  }),
  'control.applied': control,
  'alert.edge': alertEdge,
  'writes.counted': writesCounted,
  'attempt.phase': (event, { words: w }) => {
    const phase = field(event, 'phase')
    const sentence = (w.timeline.phases[phase as 'done'] as string | undefined) ?? phase
    return { lane: null, sentence, isImportant: true }
  },
  verdict: (event, { words: w, locale }) => {
    const told = event.data['sentence'] as Partial<Verdict['sentence']> | undefined
    const sentence = told?.[locale] ?? w.timeline.verdict
    return { lane: judgeLane(field(event, 'outcome')), sentence, isImportant: true }
  },
  'platform.notice': (event, { words: w }) => ({
    lane: null,
    sentence: w.timeline.notices[field(event, 'key')] ?? field(event, 'key'),
    isImportant: true,
  }),
}

/** Gives the timeline of the events, oldest first. */
export const timelineOf = (events: readonly JournalEvent[], context: TimelineContext): TimelineEntry[] =>
  events
    .map((event): TimelineEntry => {
      const told = tellers[event.kind](event, context)
      return { seq: event.seq, at: event.at, actor: event.actor, ...told }
    })
    .toSorted((a, b) => a.at - b.at || a.seq - b.seq)

/** Gives the glyphs of the strip for a timeline. */
export const marksOf = (timeline: readonly TimelineEntry[]): StripMark[] =>
  timeline.flatMap(({ seq, at, lane, sentence }): StripMark[] =>
    lane === null ? [] : [{ id: String(seq), at, lane, sentence }],
  )
