// The worker: takes orders from the queue, gives them to the handler, acknowledges what the handler has done.
import { setTimeout as sleep } from 'node:timers/promises'
import { sendJson } from '../answers.mjs'
import { createCall } from '../client/call.mjs'

const idleMs = 100
const awayMs = 500

const createTools = (env) => {
  const api = createCall({ name: 'api', url: env.API_URL || 'http://api:8081', timeoutMs: 2000 })
  const queue = createCall({ name: 'queue', url: env.QUEUE_URL || 'http://queue:8082', timeoutMs: 2000 })
  const mailMs = Number(env.MAIL_MS || 500)
  return {
    queue,
    /** An answer of 400 or more is a failure: the message comes again. */
    api: async (method, path, body) => {
      const { status, value } = await api(method, path, body)
      if (status >= 400) throw new Error(`${method} ${path} was answered with ${status}`)
      return value
    },
    // The mail service is not here: what it would take is time.
    mail: () => sleep(mailMs),
  }
}

/** Gives `work()`: handles one message, if there is one. Gives whether there was. */
const createWork =
  (handle, { queue, api, mail }, count) =>
  async () => {
    const { status, value: message } = await queue('POST', '/messages/take')
    if (status !== 200) return false
    let isAcknowledged = false
    const ack = async () => {
      if (isAcknowledged) return
      isAcknowledged = true
      await queue('POST', '/messages/ack', { receipt: message.receipt })
    }
    await handle({ order: message.body, deliveries: message.deliveries, api, mail, ack })
    await ack()
    count.done += 1
    return true
  }

const loop = async (work, count) => {
  for (;;) {
    const isBusy = await work().catch((error) => {
      count.failed += 1
      console.error(error.message)
      return sleep(awayMs)
    })
    if (!isBusy) await sleep(idleMs)
  }
}

/** Gives the routes of the worker and starts WORKERS loops (4). HANDLER names the module that has `handle`. */
export const createRoutes = async (about) => {
  const { handle } = await import(process.env.HANDLER || '/app/queue/handler.mjs')
  const count = { done: 0, failed: 0 }
  const work = createWork(handle, createTools(process.env), count)
  for (let index = 0; index < Number(process.env.WORKERS || 4); index += 1) void loop(work, count)
  return { 'GET /': (_request, response) => sendJson(response, 200, { ...about, ...count }) }
}
