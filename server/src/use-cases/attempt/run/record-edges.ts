import { Injectable } from '@nestjs/common'
import { durationMs, type NewEvent, type ProbeSample } from '@noops-dojo/contracts'
import {
  Clock,
  EventLog,
  LabCatalog,
  LeaseStore,
  PlatformLog,
  ProbeGateway,
  SandboxStore,
} from '../../../domain/ports/index.ts'
import { ProbeEdges } from '../../../domain/recovery/outage/probe-edges.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { EventOutbox } from '../../evidence/event-outbox.ts'

const turnMs = 2_000
const leaseMs = 60_000
const edgesLease = (sandboxId: string): string => `edges:${sandboxId}`

interface FollowedProbe {
  readonly edges: ProbeEdges
  /** It tells of the learner's alert: good means that it fires. */
  readonly isAlert: boolean
}

/** Of an alert's probe, firing is what is out of the ordinary: its edges are those of the opposite. */
const opposite = (samples: readonly ProbeSample[]): ProbeSample[] =>
  samples.map(([at, good, latency]) => [at, good === 1 ? 0 : 1, latency])

/** The edges of a probe in new samples, as events of the log tell them. */
const tellEdges = (
  { edges, isAlert }: FollowedProbe,
  samples: readonly ProbeSample[],
  now: number,
): { at: number; kind: 'probe.edge' | 'alert.edge'; to: string }[] =>
  edges.take(isAlert ? opposite(samples) : samples, now).map(({ at, to }) => ({
    at: Math.round(at),
    ...(isAlert
      ? { kind: 'alert.edge' as const, to: to === 'bad' ? 'firing' : 'resolved' }
      : { kind: 'probe.edge' as const, to }),
  }))

/** Samples that wait for their turn at most, of each probe: ten minutes at 10 Hz. */
const waitingCap = 6_000

interface Followed {
  readonly stop: () => void
  readonly probes: ReadonlyMap<string, FollowedProbe>
  readonly waiting: Map<string, ProbeSample[]>
  /** Edges that are certain and that nobody was asked about yet. */
  readonly found: NewEvent[]
}

/** Writes into the event log of each usable sandbox when its probes turn bad and good again, and its alerts fire and resolve. */
@Injectable()
export class RecordEdges {
  readonly #followed = new Map<string, Followed>()
  readonly #outbox: EventOutbox
  #timer: NodeJS.Timeout | undefined
  #isTurning = false
  #failures = 0

  constructor(
    private readonly gateway: ProbeGateway,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    events: EventLog,
    private readonly leases: LeaseStore,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {
    this.#outbox = new EventOutbox(events, clock, log, 'probe edges')
  }

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
      for (const id of [...this.#followed.keys()]) if (!ids.has(id)) await this.#letGo(id)
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
    const spec = this.labs.find(sandbox.labId)?.file.spec
    const alerts = (spec?.tasks ?? []).flatMap((task) => (task.mode === 'alert' ? [task.alert] : []))
    const probes = new Map(
      Object.entries(spec?.probes ?? {}).map(([name, { every, timeout }]): [string, FollowedProbe] => [
        name,
        {
          edges: new ProbeEdges({ everyMs: durationMs(every), timeoutMs: durationMs(timeout) }),
          isAlert: alerts.includes(name),
        },
      ]),
    )
    const waiting = new Map([...probes.keys()].map((name): [string, ProbeSample[]] => [name, []]))
    const stop = this.gateway.subscribe(sandbox.id, (probe, samples) => {
      const own = waiting.get(probe)
      own?.push(...samples)
      own?.splice(0, own.length - waitingCap)
    })
    this.#followed.set(sandbox.id, { stop, probes, waiting, found: [] })
  }

  async #write(sandboxId: string, { probes, waiting, found }: Followed): Promise<void> {
    const now = this.clock.now()
    for (const [probe, of] of probes)
      for (const { at, kind, to } of tellEdges(of, waiting.get(probe)?.splice(0) ?? [], now))
        found.push({ sandboxId, at, kind, actor: 'platform', data: { probe, to } })
    if (found.length === 0) return
    // What was found stays found while the database cannot say whose it is.
    const isOurs = await this.#isOurs(sandboxId, now)
    const edges = found.splice(0)
    if (isOurs) this.#outbox.put(edges)
    await this.#outbox.settled()
  }

  /** Every server sees every sample; one of them writes. */
  #isOurs(sandboxId: string, now: number): Promise<boolean> {
    return this.leases.take(edgesLease(sandboxId), this.settings.serverId, now, now + leaseMs)
  }

  /** Of a sandbox that is over, no lease stays behind. */
  async #letGo(sandboxId: string): Promise<void> {
    await this.leases.release(edgesLease(sandboxId), this.settings.serverId)
    this.#forget(sandboxId)
  }

  #forget(sandboxId: string): void {
    this.#followed.get(sandboxId)?.stop()
    this.#followed.delete(sandboxId)
  }
}
