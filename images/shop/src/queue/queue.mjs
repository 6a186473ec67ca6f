// The queue: at least once. A message that was answered with 202 is on disk; one that is taken and not acknowledged in
// time is given again, to whoever asks next.
import { randomUUID } from 'node:crypto'
import { httpError, readFields, send, sendJson } from '../answers.mjs'
import { openMessages } from './message-log.mjs'

const visibilityMs = Number(process.env.VISIBILITY_MS || 3000)

/** Gives the routes of the queue; opens its log. */
export const createRoutes = (about) => {
  const messages = openMessages(process.env.DATA_DIR ?? '/data')
  /** Receipt → id of the message, of its last delivery only: a late acknowledgement of an earlier one is refused. */
  const receipts = new Map()
  const state = () => {
    const now = Date.now()
    const all = [...messages.waiting.values()]
    const taken = all.filter(({ hiddenUntil = 0 }) => hiddenUntil > now).length
    return { store: messages.kind, waiting: all.length - taken, taken }
  }
  const take = () => {
    const now = Date.now()
    const message = [...messages.waiting.values()].find(({ hiddenUntil = 0 }) => hiddenUntil <= now)
    if (!message) return undefined
    receipts.delete(message.receipt)
    message.receipt = randomUUID()
    message.hiddenUntil = now + visibilityMs
    message.deliveries += 1
    receipts.set(message.receipt, message.id)
    return { receipt: message.receipt, deliveries: message.deliveries, body: message.body }
  }
  return {
    'GET /': (_request, response) => sendJson(response, 200, { ...about, ...state() }),
    'GET /messages': (_request, response) => sendJson(response, 200, state()),
    'POST /messages': async (request, response) => {
      const { id } = await messages.add(await readFields(request))
      sendJson(response, 202, { id })
    },
    'POST /messages/take': (_request, response) => {
      const message = take()
      if (message) sendJson(response, 200, message)
      else send(response, 204, 'text/plain', '')
    },
    'POST /messages/ack': async (request, response) => {
      const { receipt } = await readFields(request)
      const id = receipts.get(receipt)
      if (id === undefined)
        throw httpError(410, 'this delivery is over: the message was given again, or is gone')
      receipts.delete(receipt)
      await messages.remove(id)
      sendJson(response, 200, { acknowledged: true })
    },
  }
}
