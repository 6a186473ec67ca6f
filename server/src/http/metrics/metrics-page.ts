import { Injectable } from '@nestjs/common'
import { SandboxStore } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { TerminalSessions } from '../../use-cases/terminal/terminal-sessions.ts'
import { ServerMetrics } from './server-metrics.ts'

/** The metrics in Prometheus' text format, with what is counted at the moment of asking. */
@Injectable()
export class MetricsPage {
  constructor(
    private readonly metrics: ServerMetrics,
    private readonly sandboxes: SandboxStore,
    private readonly terminals: TerminalSessions,
  ) {}

  async text(): Promise<string> {
    const live = await this.sandboxes.listLive().catch(() => undefined)
    if (live !== undefined) this.count(live)
    return this.metrics.registry.metrics()
  }

  private count(live: readonly Sandbox[]): void {
    const { sandboxes, queueLength, terminals } = this.metrics
    sandboxes.reset()
    for (const { state, claim } of live) sandboxes.inc({ state, claim })
    queueLength.set(live.filter(({ state }) => state === 'requested').length)
    terminals.set(live.reduce((sum, { id }) => sum + this.terminals.list(id).length, 0))
  }
}
