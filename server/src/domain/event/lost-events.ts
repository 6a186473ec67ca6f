import type { JournalEvent, NewEvent } from '@noops-dojo/contracts'

const key = 'events-lost'

/** Events of one sandbox that had no room while the database was away, by when they happened (epoch ms). */
export interface LostEvents {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** The notice that stands for them in the log, dated like the last of them. `what`: the events in words. */
export const noticeOfLost = (sandboxId: string, what: string, lost: LostEvents): NewEvent => ({
  sandboxId,
  at: lost.to,
  kind: 'platform.notice',
  actor: 'platform',
  data: { key, what, ...lost },
})

/** Whether some of the events of [from, to] are missing in this log, which reaches from `from` to now. */
export const areEventsLost = (events: readonly JournalEvent[], from: number, to: number): boolean =>
  events.some(
    ({ kind, data }) =>
      kind === 'platform.notice' &&
      data['key'] === key &&
      Number(data['from']) <= to &&
      Number(data['to']) >= from,
  )
