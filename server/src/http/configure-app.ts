import type { Server } from 'node:http'
import type { NestExpressApplication } from '@nestjs/platform-express'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { Config } from '../config/config.ts'
import { requestLog } from './log/request-log.ts'
import { ServerMetrics } from './metrics/server-metrics.ts'
import { securityHeaders } from './page/security-headers.ts'
import { staticPage } from './page/static-page.ts'
import { PreviewProxy } from './preview/preview-proxy.ts'
import { forwardPreviewUpgrades } from './preview/preview-upgrade.ts'

/** Everything in front of the controllers; the same for the server and for tests of the API. */
export const configureApp = (app: NestExpressApplication, logger: Logger, webDir: string): void => {
  app.set('x-powered-by', false)
  app.set('query parser', 'simple')
  app.set('etag', false)
  // Who asks (for the limit on codes) and whether by https (for the cookies): as the proxy says, if there is one.
  app.set('trust proxy', app.get(Config).trustedProxies)
  app.use(requestLog(logger, app.get(ServerMetrics)))
  app.use(securityHeaders)
  const previews = app.get(PreviewProxy)
  const preview: RequestHandler = (request, response) =>
    void previews.forward(request, response, request.originalUrl)
  app.use('/preview', preview)
  forwardPreviewUpgrades(app.getHttpServer() as Server, previews)
  app.use('/api', express.json({ limit: '256kb', type: 'application/json' }))
  app.use(...staticPage(webDir))
}
