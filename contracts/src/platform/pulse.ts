import { z } from 'zod'

/**
 * How each of the three sockets (terminal, live, room) is known to be alive. A connection that was cut silently, by a
 * laptop's sleep or a forgotten address translation, closes nowhere: only silence tells. A browser sees no WebSocket
 * pings, so the server says that it is there, and a page that doubts it asks.
 */
export const pulse = {
  /** The server speaks at least so often. */
  everyMs: 10_000,
  /** After so long a silence, two words of the server that are missing, the page asks. */
  doubtAfterMs: 21_000,
  /** A server that was asked is given up when nothing has come by then. */
  answerWithinMs: 3_000,
} as const

/** Browser → server on each of the sockets: are you there? Any message is an answer; `alive` comes at once. */
export const ping = z.strictObject({ type: z.literal('ping') })

/** Server → browser on the live and the room socket: it is there, and this is its clock (epoch ms). */
export const alive = z.object({ type: z.literal('alive'), now: z.number() })
