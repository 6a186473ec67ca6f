// Entry of every service: SHOP_SERVICE says which one this container is.
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { admin, applyStartFault, faults } from './faults.mjs'
import { sendJson } from './answers.mjs'
import { limitSettings } from './client/settings.mjs'
import { createLimits } from './limits.mjs'
import { serveTls } from './tls.mjs'

const service = process.env.SHOP_SERVICE ?? 'web'
const version = process.env.SHOP_VERSION ?? '1.0'
const port = Number(process.env.PORT || 8080)
const about = { service, version, host: hostname(), startedAt: new Date().toISOString() }

await applyStartFault(process.env.SHOP_FAULT ?? '')
const modules = {
  web: './web.mjs',
  api: './api.mjs',
  queue: './queue/queue.mjs',
  worker: './queue/worker.mjs',
  pager: './alert/pager.mjs',
  watch: './alert/watch.mjs',
}
const { createRoutes } = await import(modules[service])
const routes = { ...(await createRoutes(about)), ...admin }
const limited = createLimits(limitSettings(process.env))

const common = {
  'GET /health': (_request, response) =>
    faults.unhealthy
      ? sendJson(response, 500, { status: 'unhealthy', ...about })
      : sendJson(response, 200, { status: 'ok', ...about }),
  'GET /version': (_request, response) => sendJson(response, 200, about),
}

const shopRoute = (method, path) =>
  routes[`${method} ${path}`] ?? routes[`${method} ${path.replace(/[^/]+$/, '*')}`]

const answer = async (request, response) => {
  const path = request.url.split('?')[0]
  const own = shopRoute(request.method, path)
  const route = common[`${request.method} ${path}`] ?? own
  const isOfTheShop = own !== undefined && !path.startsWith('/admin/')
  if (faults.slowMs > 0 && !path.startsWith('/admin/')) {
    await new Promise((done) => setTimeout(done, faults.slowMs))
  }
  if (faults.unhealthy && isOfTheShop) return sendJson(response, 500, { error: 'this release is broken' })
  if (!route) return sendJson(response, 404, { error: `${service} has no ${request.method} ${path}` })
  // Health and switches have a lane of their own: a service that is busy is not sick.
  return isOfTheShop ? limited(() => route(request, response)) : route(request, response)
}

const handle = (request, response) =>
  answer(request, response).catch((error) => {
    console.error(`${request.method} ${request.url}: ${error.message}`)
    if (response.headersSent) response.destroy()
    else sendJson(response, error.status ?? 500, { error: error.message })
  })

const server = createServer(handle)
const tlsServer = serveTls(handle, about)
server.keepAliveTimeout = 5000
server.listen(port, '0.0.0.0', () =>
  console.log(`shop-${service} ${version} listens on ${server.address().port}`),
)

// A container's first process gets no default action for signals: without this, `docker stop` waits ten seconds.
const stop = (signal) => {
  console.log(`${signal}: finishing open requests`)
  tlsServer?.close()
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
}
process.on('SIGTERM', () => stop('SIGTERM'))
process.on('SIGINT', () => stop('SIGINT'))
