import { Controller, Req, Res } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { Response } from 'express'
import { Readiness } from '../../domain/ports/readiness.ts'
import { isLocalCaller } from '../access/local-caller.ts'
import { Endpoint, type Answer } from '../endpoint/endpoint.ts'
import { MetricsPage } from '../metrics/metrics-page.ts'
import { openApiDocument } from '../openapi/openapi-document.ts'
import type { DojoRequest } from '../request.ts'

@Controller()
export class PlatformController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: MetricsPage,
  ) {}

  @Endpoint('readHealth')
  health(): Answer<'readHealth'> {
    return { status: 'ok' }
  }

  @Endpoint('readReadiness')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Answer<'readReadiness'>> {
    const parts = await this.readiness.parts()
    const ready = Object.values(parts).every(({ ok }) => ok)
    if (!ready) response.status(503)
    return { ready, parts }
  }

  @Endpoint('readMetrics')
  readMetrics(@Req() request: DojoRequest): Promise<string> {
    // A proxy on this machine would publish them.
    if (!isLocalCaller(request))
      throw new DojoError('FORBIDDEN', 'Metrics are for callers on the same machine.')
    return this.metrics.text()
  }

  @Endpoint('readOpenApi')
  openApi(): object {
    return openApiDocument()
  }
}
