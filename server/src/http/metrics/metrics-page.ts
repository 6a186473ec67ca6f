import { Injectable } from '@nestjs/common'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** The server's own metrics in Prometheus' text format. */
@Injectable()
export class MetricsPage {
  readonly registry = new Registry()
  readonly httpDuration = new Histogram({
    name: 'dojo_http_request_duration_seconds',
    help: 'Time to answer an HTTP request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  text(): Promise<string> {
    return this.registry.metrics()
  }
}
