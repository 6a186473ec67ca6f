// The web: one page that shows what the api has. Links are relative: the page may be served under any path.
import { request as httpRequest } from 'node:http'
import { httpError, readFields, send, sendJson } from './answers.mjs'
import { failurePage, shopPage } from './page.mjs'

const apiUrl = process.env.API_URL || 'http://api:8081'
const timeoutMs = Number(process.env.API_TIMEOUT_MS || 1000)

/** Calls the api; a new connection each time, so that a replica that is gone is not asked again. */
const callApi = (method, path, body) =>
  new Promise((resolve, reject) => {
    const fail = (reason) => reject(httpError(503, `the api at ${apiUrl} ${reason}`))
    const call = httpRequest(new URL(path, apiUrl), {
      method,
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: body ? { 'content-type': 'application/json' } : {},
    })
    call.on('error', (error) =>
      fail(error.name === 'AbortError' ? `did not answer within ${timeoutMs} ms` : `failed: ${error.code}`),
    )
    call.on('response', async (response) => {
      try {
        const text = (await response.toArray()).join('')
        resolve({ status: response.statusCode, value: JSON.parse(text) })
      } catch (error) {
        fail(`broke off: ${error.message}`)
      }
    })
    call.end(body ? JSON.stringify(body) : undefined)
  })

const apiState = async () => {
  const [products, orders, api] = await Promise.all(
    ['/products', '/orders', '/version'].map(async (path) => {
      const { status, value } = await callApi('GET', path)
      if (status !== 200) throw httpError(503, `the api at ${apiUrl} answered ${status} to ${path}`)
      return value
    }),
  )
  return { products: products.items, orders, api }
}

const placeOrder = async (request, response) => {
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  const { status, value } = await callApi('POST', '/orders', await readFields(request))
  if (!isForm) return sendJson(response, status, value)
  if (status !== 201) throw httpError(status, value.error ?? 'the order was not accepted')
  // Relative, for the same reason as the links.
  return send(response, 303, 'text/plain', 'ordered\n', { location: './' })
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
  'GET /products': async (_request, response) => {
    const { status, value } = await callApi('GET', '/products')
    sendJson(response, status, value)
  },
  'GET /orders': async (_request, response) => {
    const { status, value } = await callApi('GET', '/orders')
    sendJson(response, status, value)
  },
  'POST /orders': placeOrder,
})
