import { Injectable } from '@nestjs/common'
import { Database } from '../adapters/prisma/stores.ts'
import { LabCatalog, ProbeGateway, SandboxEngine, SandboxGuard } from '../domain/ports/index.ts'
import { Readiness, type PartHealth } from '../domain/ports/readiness.ts'

const answerWithinMs = 3_000

const guarded = async (check: () => Promise<PartHealth>): Promise<PartHealth> => {
  const late = new Promise<PartHealth>((resolve) => {
    setTimeout(() => resolve({ ok: false, detail: 'No answer within 3 s.' }), answerWithinMs).unref()
  })
  const failed = (error: unknown) => ({
    ok: false,
    detail: error instanceof Error ? error.message : String(error),
  })
  return Promise.race([check().catch(failed), late])
}

/** Asks every part at once, each with a time limit, so that one that hangs does not hide the others. */
@Injectable()
export class ServerReadiness extends Readiness {
  constructor(
    private readonly database: Database,
    private readonly engine: SandboxEngine,
    private readonly guard: SandboxGuard,
    private readonly gateway: ProbeGateway,
    private readonly labs: LabCatalog,
  ) {
    super()
  }

  async parts(): Promise<Record<string, PartHealth>> {
    const checks: Record<string, () => Promise<PartHealth>> = {
      database: () => this.database.health(),
      engine: () => this.ofEngine(),
      guard: () => this.ofGuard(),
      gateway: async () => this.ofGateway(),
      labs: async () => this.ofLabs(),
    }
    const entries = Object.entries(checks).map(async ([name, check]) => [name, await guarded(check)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }

  private async ofEngine(): Promise<PartHealth> {
    const { ok, version, detail } = await this.engine.health()
    return { ok, detail: ok ? `Docker ${version}, ${detail}` : detail }
  }

  private async ofGuard(): Promise<PartHealth> {
    const { status, sandboxes } = await this.guard.health()
    return {
      ok: status === 'ok',
      detail: status === 'ok' ? `${sandboxes} sandboxes` : 'The guard cannot reach the engine.',
    }
  }

  private ofGateway(): PartHealth {
    const ok = this.gateway.isConnected()
    return { ok, detail: ok ? 'connected' : 'The gateway is not connected yet.' }
  }

  /** A broken lab is shown as such and stops no other; no lab at all means a wrong DOJO_LABS. */
  private ofLabs(): PartHealth {
    const [good, broken] = [this.labs.list().length, this.labs.broken().length]
    return { ok: good > 0, detail: `${good} labs, ${broken} broken` }
  }
}
