import { Injectable } from '@nestjs/common'
import type { JournalEvent } from '@noops-dojo/contracts'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const maxRemembered = 10_000

/** The server's own metrics. Labels are of small closed sets; never an id. */
@Injectable()
export class ServerMetrics {
  readonly registry = new Registry()
  readonly httpDuration = new Histogram({
    name: 'dojo_http_request_duration_seconds',
    help: 'Time to answer an HTTP request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  })
  readonly sandboxes = new Gauge({
    name: 'dojo_sandboxes',
    help: 'Sandboxes that are not gone, by state and claim.',
    labelNames: ['state', 'claim'],
    registers: [this.registry],
  })
  readonly queueLength = new Gauge({
    name: 'dojo_provision_queue_length',
    help: 'Sandboxes that wait for their provisioning to begin.',
    registers: [this.registry],
  })
  readonly terminals = new Gauge({
    name: 'dojo_terminals',
    help: 'Terminals that are open on this server.',
    registers: [this.registry],
  })
  private readonly events = new Counter({
    name: 'dojo_events_appended_total',
    help: 'Events appended to the logs of sandboxes by this server.',
    labelNames: ['kind'],
    registers: [this.registry],
  })
  private readonly provisioning = new Histogram({
    name: 'dojo_provision_duration_seconds',
    help: 'From the request of a sandbox to the moment it is ready.',
    buckets: [1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 300],
    registers: [this.registry],
  })
  private readonly attempts = new Counter({
    name: 'dojo_attempts_total',
    help: 'Finished attempts, whichever arm they played: controls and ablations too.',
    labelNames: ['outcome', 'class'],
    registers: [this.registry],
  })
  /** When sandboxes under way were requested; only for the histogram, lost in a restart without harm. */
  private readonly requestedAt = new Map<string, number>()

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** Counts what was appended to the event log. */
  observe(event: JournalEvent): void {
    this.events.inc({ kind: event.kind })
    if (event.kind === 'sandbox.state') this.observeState(event)
    if (event.kind === 'verdict')
      this.attempts.inc({ outcome: String(event.data.outcome), class: String(event.data.class) })
  }

  private observeState({ sandboxId, at, data }: JournalEvent): void {
    const requestedAt = this.requestedAt.get(sandboxId)
    if (data.state === 'requested' && this.requestedAt.size < maxRemembered)
      return void this.requestedAt.set(sandboxId, at)
    if (data.state === 'provisioning') return
    if (data.state === 'ready' && requestedAt !== undefined)
      this.provisioning.observe((at - requestedAt) / 1000)
    this.requestedAt.delete(sandboxId)
  }
}
