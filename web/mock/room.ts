import type { BoardRow, Classroom, PreparationView } from '@noops-dojo/contracts'
import { longClass, longNickname } from './long-names.ts'
import { samplesBetween, startedAt } from './script.ts'

export const classrooms: Classroom[] = [
  { id: 'c1', name: 'Tuesday, room 4', code: 'K7WMQ4', createdAt: startedAt - 3_600_000, closedAt: null },
  {
    id: 'c2',
    name: 'Spring course',
    code: 'R4TT9X',
    createdAt: startedAt - 86_400_000 * 40,
    closedAt: startedAt - 86_400_000,
  },
  { id: 'c4', name: longClass, code: 'W9LNG3', createdAt: startedAt - 7_200_000, closedAt: null },
  { id: 'c5', name: 'Thursday, hall', code: 'T3RXM8', createdAt: startedAt - 5_400_000, closedAt: null },
  { id: 'c3', name: 'An empty class', code: 'PLM3KD', createdAt: startedAt - 60_000, closedAt: null },
]

const names = ['Aoi', 'Bruno', 'Chidi', '佐藤 健', 'Dana', 'Emre', 'Farah', 'Goro', 'Ingrid']

/** Each learner sees another stretch of the same script. */
const board = (): BoardRow[] =>
  names.map((nickname, index): BoardRow => {
    const shift = [0, 118_000, 40_000, 300_000, 86_000, 20_000, 230_000, 0, 60_000][index] ?? 0
    const until = Date.now() - shift
    const met = [2, 1, 5, 3, 0, 2, 1, 3, 4][index] ?? 0
    const isAway = nickname === 'Goro'
    return {
      learnerId: `l${index + 1}`,
      nickname,
      sandboxId: isAway ? null : index === 0 ? 'demo000001' : `other0000${index}`,
      labId: 'survive-a-crash',
      state: isAway ? 'idle' : nickname === 'Emre' ? 'failed' : 'ready',
      taskId: isAway || met === 5 ? null : (['running', 'delay', 'steady', 'survive', 'why'][met] ?? null),
      met,
      total: 5,
      stuckMs: [42_000, 610_000, 10_000, 95_000, 380_000, 20_000, 130_000, 0, 31_000][index] ?? 0,
      lastActiveAt: Date.now() - index * 7000,
      extensionsLeft: isAway ? 0 : index % 4,
      samples:
        isAway || nickname === 'Emre'
          ? []
          : samplesBetween(until - 30_000, until).map(([t, good, ms]) => [t + shift, good, ms]),
    }
  })

let preparation: PreparationView | null = null

/** Takes an order of a class, or none; the stand-in has one preparation for all. */
export const prepare = (order: { labId: string; count: number } | null): PreparationView | null => {
  const since = Date.now()
  preparation = order && {
    ...order,
    since,
    until: since + 4 * 3_600_000,
    ready: 0,
    coming: 4,
    taken: 0,
    missing: order.count - 4,
    hindrance: null,
    failure: null,
  }
  return preparation
}

/** The host of the stand-in has no more. */
const places = 40

/** Builds one each second. */
export const preparationOf = (): PreparationView | null => {
  if (preparation === null) return null
  const ready = Math.min(preparation.count, places, Math.floor((Date.now() - preparation.since) / 1000))
  const coming = Math.min(4, Math.min(preparation.count, places) - ready)
  const missing = preparation.count - ready - coming
  return {
    ...preparation,
    ready,
    coming,
    missing,
    hindrance: preparation.count > places ? 'host-full' : null,
  }
}

/** As many as a course has: the usual ones three times and a few. */
const fullRoom = (): BoardRow[] => {
  const few = board()
  return Array.from({ length: 30 }, (_, index): BoardRow => {
    const row = few[index % few.length] as BoardRow
    const round = Math.floor(index / few.length)
    const nickname = round === 0 ? row.nickname : `${row.nickname} ${round + 1}`
    return { ...row, learnerId: `l${index + 1}`, nickname, stuckMs: row.stuckMs + round * 7000 }
  })
}

/** The room of a class, by its id: one with the usual names, one with long ones, a full one, empty ones. */
export const boardOf = (classroomId: string): BoardRow[] => {
  if (classroomId === 'c1') return board()
  if (classroomId === 'c5') return fullRoom()
  if (classroomId !== 'c4') return []
  return board().map((row, index) => ({
    ...row,
    nickname: index % 2 === 0 ? longNickname : row.nickname,
    labId: row.labId === null ? null : 'long-names',
    sandboxId: row.sandboxId === null ? null : 'long000001',
  }))
}
