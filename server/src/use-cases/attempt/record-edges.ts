import { Injectable } from '@nestjs/common'
import { durationMs, type ProbeSample } from '@noops-dojo/contracts'
import {
  Clock,
  EventLog,
  LabCatalog,
  LeaseStore,
  PlatformLog,
  ProbeGateway,
  SandboxStore,
} from '../../domain/ports/index.ts'
import { ProbeEdges } from '../../domain/recovery/probe-edges.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { isUsable } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

const turnMs = 2_000
const leaseMs = 60_000

interface Followed {
  readonly stop: () => void
  readonly edges: ReadonlyMap<string, ProbeEdges>
  readonly waiting: Map<string, ProbeSample[]>
}

/** Writes into the event log of each usable sandbox when its probes turn bad and good again. */
@Injectable()
export class RecordEdges {
  readonly #followed = new Map<string, Followed>()
  #timer: NodeJS.Timeout | undefined
  #isTurning = false
  #failures = 0

  constructor(
    private readonly gateway: ProbeGateway,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly events: EventLog,
    private readonly leases: LeaseStore,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
    for (const id of [...this.#followed.keys()]) this.#forget(id)
  }

  /** Follows the sandboxes that are usable now and writes the edges that became certain; never throws. */
  async turn(): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      const usable = (await this.sandboxes.listLive()).filter(
        (sandbox) => isUsable(sandbox) && sandbox.claim === 'claimed',
      )
      const ids = new Set(usable.map(({ id }) => id))
      for (const id of [...this.#followed.keys()]) if (!ids.has(id)) this.#forget(id)
      for (const sandbox of usable) if (!this.#followed.has(sandbox.id)) this.#follow(sandbox)
      for (const [sandboxId, followed] of this.#followed) await this.#write(sandboxId, followed)
      this.#failures = 0
    } catch (error) {
      // The first turn of a server may come before its database; one failure is no news.
      this.#failures += 1
      if (this.#failures === 2) this.log.warn('probe edges are not recorded', { error: String(error) })
    } finally {
      this.#isTurning = false
    }
  }

  #follow(sandbox: Sandbox): void {
    const probes = Object.entries(this.labs.find(sandbox.labId)?.file.spec.probes ?? {})
    const edges = new Map(
      probes.map(([name, { every, timeout }]) => [
        name,
        new ProbeEdges({ everyMs: durationMs(every), timeoutMs: durationMs(timeout) }),
      ]),
    )
    const waiting = new Map<string, ProbeSample[]>()
    const stop = this.gateway.subscribe(sandbox.id, (probe, samples) => {
      if (edges.has(probe)) waiting.set(probe, [...(waiting.get(probe) ?? []), ...samples])
    })
    this.#followed.set(sandbox.id, { stop, edges, waiting })
  }

  async #write(sandboxId: string, { edges, waiting }: Followed): Promise<void> {
    const now = this.clock.now()
    const found = [...edges].flatMap(([probe, of]) => {
      const samples = waiting.get(probe) ?? []
      waiting.delete(probe)
      return of.take(samples, now).map((edge) => ({ ...edge, probe }))
    })
    if (found.length === 0 || !(await this.#isOurs(sandboxId, now))) return
    await this.events.append(
      found.map(({ at, to, probe }) => ({
        sandboxId,
        at: Math.round(at),
        kind: 'probe.edge',
        actor: 'platform',
        data: { probe, to },
      })),
    )
  }

  /** Every server sees every sample; one of them writes. */
  #isOurs(sandboxId: string, now: number): Promise<boolean> {
    return this.leases.take(`edges:${sandboxId}`, this.settings.serverId, now, now + leaseMs)
  }

  #forget(sandboxId: string): void {
    this.#followed.get(sandboxId)?.stop()
    this.#followed.delete(sandboxId)
  }
}
