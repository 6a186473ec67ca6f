import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Logger } from 'pino'

/** Counts and logs what the guard decides. No name, path, query or body of a client is ever logged. */
export class Watch {
  readonly registry = new Registry()
  private readonly logger: Logger
  private readonly requests = new Counter({
    name: 'dojo_guard_requests_total',
    help: 'Requests by route.',
    labelNames: ['route'],
    registers: [this.registry],
  })
  private readonly refusals = new Counter({
    name: 'dojo_guard_refusals_total',
    help: 'Refused requests by status and route.',
    labelNames: ['status', 'route'],
    registers: [this.registry],
  })
  private readonly failures = new Counter({
    name: 'dojo_guard_failures_total',
    help: 'Requests that failed inside the guard.',
    registers: [this.registry],
  })
  private readonly gaps = new Counter({
    name: 'dojo_guard_event_gaps_total',
    help: 'Times that a reader of events asked for some that are gone.',
    registers: [this.registry],
  })
  private readonly seconds = new Histogram({
    name: 'dojo_guard_request_seconds',
    help: 'Time to the end of the answer.',
    buckets: [0.002, 0.005, 0.01, 0.05, 0.2, 1, 5],
    registers: [this.registry],
  })
  private readonly open = new Gauge({
    name: 'dojo_guard_sandboxes',
    help: 'Guarded sandboxes.',
    registers: [this.registry],
  })

  constructor(logger: Logger) {
    this.logger = logger
  }

  served(route: string, ms: number): void {
    this.requests.inc({ route })
    this.seconds.observe(ms / 1000)
  }

  refused(status: number, route: string): void {
    this.refusals.inc({ status: String(status), route })
    this.logger.debug({ status, route }, 'refused')
  }

  failed(error: unknown): void {
    this.failures.inc()
    this.logger.error({ err: error }, 'a request failed in the guard')
  }

  /** Touches between two numbers are missing for whoever reads the events: verdicts of that time may be too good. */
  gap({ after, next }: { after: number; next: number }): void {
    this.gaps.inc()
    const lost =
      next > after + 1
        ? `events ${after + 1} to ${next - 1} are gone`
        : 'the record began anew: all of it is sent'
    this.logger.warn({ after, next }, `a reader of events asked for those after ${after}; ${lost}`)
  }

  sandboxes(count: number): void {
    this.open.set(count)
  }
}
