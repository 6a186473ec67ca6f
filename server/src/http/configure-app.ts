import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'
import type { Logger } from 'pino'
import { requestLog } from './log/request-log.ts'
import { MetricsPage } from './metrics/metrics-page.ts'

/** Everything in front of the controllers; the same for the server and for tests of the API. */
export const configureApp = (app: NestExpressApplication, logger: Logger): void => {
  app.set('x-powered-by', false)
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.use(requestLog(logger, app.get(MetricsPage)))
  app.use('/api', express.json({ limit: '256kb', type: 'application/json' }))
}
