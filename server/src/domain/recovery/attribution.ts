import { isTouch, type Actor, type Healer, type JournalEvent } from '@noops-dojo/contracts'

/** Engine actions that can bring a service back, with the words for them. */
const corrective: Readonly<Record<string, string>> = {
  create: 'created',
  start: 'started',
  restart: 'restarted',
  unpause: 'resumed',
  update: 'updated',
  rollback: 'rolled back',
}
/** The guard notes a call when it is answered; the engine may tell of its effect before. */
const callMs = 500
/** An engine change this close to the platform's revert is the revert itself. */
const revertMs = 2000

/** The dead man's switch acts on whole seconds, and its call may take a moment on a full machine. */
const switchMs = 5000

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const nameOf = (event: JournalEvent): string | undefined =>
  text(event.data['service']) ?? text(event.data['name']) ?? text(event.data['object'])

/** Attributes of the engine's message stand beside the other fields of an event. */
const updateState = (event: JournalEvent): string => text(event.data['updatestate.new']) ?? ''

const actionOf = (event: JournalEvent): string => {
  const action = text(event.data['action']) ?? ''
  return action === 'update' && updateState(event).startsWith('rollback') ? 'rollback' : action
}

/** Whether a change at that moment is what ended the fault: the platform's revert, or what it had armed for its end. */
const isByRevert = (at: number, { kind, data, at: revertedAt }: JournalEvent): boolean => {
  if (kind !== 'fault.reverted') return false
  if (data['isUndone'] === true) return Math.abs(revertedAt - at) <= revertMs
  const endedAt = data['isByDeadline'] === true && data['liftBeganAt']
  return typeof endedAt === 'number' && at >= endedAt && at <= endedAt + switchMs
}

/**
 * Who really did it. After a human's call on the same object since the injection, what Swarm or dockerd does with that
 * object is the human's doing: `docker service rollback` and `update --force` are carried out by Swarm too.
 */
const causeOf = (event: JournalEvent, events: readonly JournalEvent[], from: number): Actor => {
  const name = nameOf(event)
  const human = events.find(
    (other) =>
      other.kind === 'touch.engine' &&
      isTouch(other) &&
      name !== undefined &&
      nameOf(other) === name &&
      other.at >= from &&
      other.at <= event.at + callMs,
  )
  if (human) return human.actor
  if (event.actor !== 'dockerd' && event.actor !== 'unknown') return event.actor
  return events.some((other) => isByRevert(event.at, other)) ? 'platform' : event.actor
}

const imageOf = (event: JournalEvent): string | undefined => text(event.data['image'])?.split('@')[0]

/** Whether the change can have healed anything: Swarm's own bookkeeping and the fault's own release cannot. */
const isCorrective = (action: string, by: Actor): boolean => {
  if (action === 'create') return by !== 'swarm'
  if (action === 'update') return by === 'learner' || by === 'instructor' || by === 'grader'
  return true
}

/**
 * Who healed it: every corrective change between `from` (injection) and `to` (recovery), one line per actor, object
 * and verb, oldest first. A task that Swarm creates is named once, by its start; starts of `harmfulImage` (the bad
 * release itself) heal nothing.
 */
export const healersOf = (
  events: readonly JournalEvent[],
  from: number,
  to: number,
  harmfulImage?: string,
): Healer[] => {
  const healers = new Map<string, Healer>()
  const inside = events
    .filter((event) => event.kind === 'engine.event' && event.at >= from && event.at <= to)
    .sort((a, b) => a.at - b.at)
  for (const event of inside) {
    const action = actionOf(event)
    const verb = corrective[action]
    const role = text(event.data['role'])
    if (verb === undefined || (role !== undefined && role !== 'learner')) continue
    if (harmfulImage !== undefined && imageOf(event) === harmfulImage) continue
    const by = causeOf(event, events, from)
    if (!isCorrective(action, by)) continue
    const healer: Healer = { at: event.at, by, what: `${verb} ${nameOf(event) ?? 'a container'}` }
    const key = `${healer.by} ${healer.what}`
    if (!healers.has(key)) healers.set(key, healer)
  }
  return [...healers.values()]
}

/** Milliseconds between successive starts of the same object by the engine's restart policy, oldest first. */
export const restartGapsMs = (events: readonly JournalEvent[], from: number, to: number): number[] => {
  const starts = events
    .filter(
      (event) => event.kind === 'engine.event' && event.actor === 'dockerd' && actionOf(event) === 'start',
    )
    .filter((event) => event.at >= from && event.at <= to)
    .map((event) => event.at)
    .sort((a, b) => a - b)
  return starts.slice(1).map((at, i) => at - (starts[i] as number))
}

const repairers: readonly Actor[] = ['swarm', 'dockerd', 'learner']

/**
 * When the repair of a fault was first seen to begin in [from, to]: the first corrective change by the orchestrators or
 * by what the learner runs. Undefined when there was none yet.
 */
export const repairBeginsAt = (
  events: readonly JournalEvent[],
  from: number,
  to: number,
  harmfulImage?: string,
): number | undefined =>
  healersOf(events, from, to, harmfulImage).find(({ by }) => repairers.includes(by))?.at
