import { randomUUID } from 'node:crypto'
import type { NextFunction, Response } from 'express'
import type { Logger } from 'pino'
import type { ServerMetrics } from '../metrics/server-metrics.ts'
import type { DojoRequest } from '../request.ts'

/** Tickets and preview capabilities are secrets that travel in addresses. */
const withoutSecrets = (url: string): string =>
  url.replace(/([?&]ticket=)[^&]*/g, '$1…').replace(/^\/preview\/[^/]+/, '/preview/…')

/** Gives each request an id, logs it once when it is answered, and measures it by its route. */
export const requestLog =
  (logger: Logger, metrics: ServerMetrics) =>
  (request: DojoRequest, response: Response, next: NextFunction): void => {
    const startedAt = performance.now()
    request.id = randomUUID()
    response.setHeader('x-request-id', request.id)
    response.once('close', () => {
      const ms = performance.now() - startedAt
      const route = (request.route as { path?: string } | undefined)?.path ?? 'page'
      const status = response.statusCode
      metrics.httpDuration.observe({ method: request.method, route, status }, ms / 1000)
      const line = {
        requestId: request.id,
        method: request.method,
        url: withoutSecrets(request.originalUrl),
        status,
        ms: Math.round(ms),
      }
      if (status >= 500 && route !== '/readyz') logger.warn(line, 'request')
      else logger.debug(line, 'request')
    })
    next()
  }
