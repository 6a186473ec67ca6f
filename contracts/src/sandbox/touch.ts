import type { Actor, JournalEvent } from './journal.ts'

const handless: readonly Actor[] = ['setup', 'platform', 'dockerd', 'swarm']
/** What begins an attempt or a fault is no hand on the system that is to heal. */
const beginnings: readonly unknown[] = ['attempt.start', 'fault.inject']

/** The guard refused it: nothing was touched. */
const isRefused = ({ kind, data }: JournalEvent): boolean =>
  kind === 'touch.engine' && typeof data['status'] === 'number' && data['status'] >= 400

/** Whether the event is a human hand on the system: what the hands-off verdict counts. */
export const isTouch = (event: JournalEvent): boolean =>
  event.kind.startsWith('touch.') &&
  !handless.includes(event.actor) &&
  !isRefused(event) &&
  !beginnings.includes(event.data['action'])
