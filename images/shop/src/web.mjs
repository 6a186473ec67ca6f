// The web: one page that shows what the api has. Links are relative: the page may be served under any path.
import { randomUUID } from 'node:crypto'
import { httpError, readFields, send, sendJson } from './answers.mjs'
import { createCall } from './client/call.mjs'
import { clientSettings } from './client/settings.mjs'
import { failurePage, shopPage } from './page.mjs'

const settings = clientSettings(process.env)
const callApi = createCall(settings)
const queueUrl = process.env.QUEUE_URL ?? ''
const callQueue = createCall({ name: 'queue', url: queueUrl, timeoutMs: settings.timeoutMs })

const lastGood = new Map()

/** Asks the api; API_FALLBACK=stale: what it said last is better than nothing. Gives also whether it is stale. */
const ask = async (path) => {
  const answer = await callApi('GET', path).catch((error) => ({ status: 503, error }))
  if (answer.status === 200) lastGood.set(path, answer.value)
  const isStale = answer.status >= 500 && settings.fallback === 'stale' && lastGood.has(path)
  if (isStale) return { status: 200, value: lastGood.get(path), isStale }
  if (answer.error) throw answer.error
  return { ...answer, isStale }
}

const apiState = async () => {
  const [products, orders, api] = await Promise.all(
    ['/products', '/orders', '/version'].map(async (path) => {
      const { status, value } = await ask(path)
      if (status !== 200) throw httpError(503, `the api at ${settings.url} answered ${status} to ${path}`)
      return value
    }),
  )
  return { products: products.items, orders, api }
}

/** With QUEUE_URL an order is accepted when the queue has it; without, when the api has it. */
const accept = async (fields) => {
  if (queueUrl === '') return callApi('POST', '/orders', fields)
  const order = { ...fields, key: fields.key ?? randomUUID() }
  const { status, value } = await callQueue('POST', '/messages', order)
  return status === 202 ? { status, value: { key: order.key, accepted: true } } : { status, value }
}

const placeOrder = async (request, response) => {
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  const { status, value } = await accept(await readFields(request))
  if (!isForm) return sendJson(response, status, value)
  if (status >= 300) throw httpError(status, value.error ?? 'the order was not accepted')
  // Relative, for the same reason as the links.
  return send(response, 303, 'text/plain', 'ordered\n', { location: './' })
}

const pass = (path) => async (_request, response) => {
  const { status, value, isStale } = await ask(path)
  if (isStale) response.setHeader('warning', '110 - "Response is Stale"')
  sendJson(response, status, value)
}

/** Gives the routes of the web. */
export const createRoutes = (about) => ({
  'GET /': async (_request, response) => {
    try {
      send(response, 200, 'text/html', shopPage(about, await apiState()))
    } catch (error) {
      send(response, 503, 'text/html', failurePage(about, error.message))
    }
  },
  'GET /products': pass('/products'),
  'GET /orders': pass('/orders'),
  'POST /orders': placeOrder,
})
