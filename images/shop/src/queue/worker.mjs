// The worker: takes orders from the queue, gives them to the handler, acknowledges what the handler has done.
import { setTimeout as sleep } from 'node:timers/promises'
import { sendJson } from '../answers.mjs'
import { createCall } from '../client/call.mjs'

const idleMs = 150
const busyMs = 20

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

/** `take()` gives a message of the queue, if there is one; `finish(message)` handles and acknowledges it. */
const createWork = (handle, { queue, api, mail }, count) => ({
  take: async () => {
    const { status, value } = await queue('POST', '/messages/take')
    return status === 200 ? value : undefined
  },
  finish: async ({ receipt, deliveries, body }) => {
    let isAcknowledged = false
    const ack = async () => {
      if (isAcknowledged) return
      isAcknowledged = true
      await queue('POST', '/messages/ack', { receipt })
    }
    await handle({ order: body, deliveries, api, mail, ack })
    await ack()
    count.done += 1
  },
})

/** Keeps up to `most` messages in work at once; while there is nothing to do it asks once in a while only. */
const run = async (work, count, most) => {
  const tell = (error) => {
    count.failed += 1
    console.error(error.message)
  }
  let inWork = 0
  for (;;) {
    const message = inWork < most ? await work.take().catch(tell) : undefined
    if (message === undefined) {
      await sleep(inWork < most ? idleMs : busyMs)
      continue
    }
    inWork += 1
    void work
      .finish(message)
      .catch(tell)
      .finally(() => (inWork -= 1))
  }
}

/** Gives the routes of the worker and starts it: WORKERS (4) messages at once. HANDLER names the module with `handle`. */
export const createRoutes = async (about) => {
  const { handle } = await import(process.env.HANDLER || '/app/queue/handler.mjs')
  const count = { done: 0, failed: 0 }
  void run(createWork(handle, createTools(process.env), count), count, Number(process.env.WORKERS || 4))
  return { 'GET /': (_request, response) => sendJson(response, 200, { ...about, ...count }) }
}
