import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultRun, SandboxView } from '@noops-dojo/contracts'
import pg from 'pg'
import { DockerFaultEngine } from '../../../server/src/adapters/docker/fault-engine.ts'
import type { Fault, FaultOrder } from '../../../server/src/domain/fault/fault.ts'
import { faultNamed } from '../../../server/src/domain/fault/registry.ts'
import type { LedgerEntry } from '../../../server/src/domain/ports/index.ts'
import { gatewayName } from '../../../server/src/domain/sandbox/engine-names.ts'
import { CrashServer } from '../crash-server.ts'
import { crashOrder } from './crash-lab.ts'
import { realClock } from './fault-stage.ts'

const faultLabel = 'dev.noops-dojo.fault'

/** A real server whose sandboxes get faults; its ledger is read in its database, also while it is dead. */
export class FaultCrashStage extends CrashServer {
  readonly faultEngine = new DockerFaultEngine(this.options)
  readonly tools = { engine: this.faultEngine, clock: realClock }

  /** Starts `count` sandboxes of the lab; resolves when all are ready and their targets run. */
  async sandboxes(count: number): Promise<string[]> {
    const asked = Array.from({ length: count }, () =>
      this.call<SandboxView>('POST', '/api/sandboxes', { labId: 'crash' }),
    )
    const ids = (await Promise.all(asked)).map((view) => view?.id ?? '')
    await Promise.all(ids.map((id) => this.#ready(id)))
    return ids
  }

  async #ready(id: string): Promise<void> {
    for (let waited = 0; waited < 240_000; waited += 500) {
      const { state, failure } = await this.view(id)
      if (state === 'failed') throw new Error(`the sandbox failed: ${failure}`)
      if (state === 'ready') return this.targetsRun(id)
      await sleep(500)
    }
    throw new Error(`the sandbox ${id} did not get ready`)
  }

  /** Waits until both targets serve as the lab set them up, and no roll-out is under way. */
  async targetsRun(id: string): Promise<void> {
    for (let waited = 0; waited < 120_000; waited += 300) {
      const [web, plain, facts] = await Promise.all([
        this.faultEngine.victims(id, 'web'),
        this.faultEngine.victims(id, 'plain'),
        this.faultEngine.service(id, 'web'),
      ])
      const isStill = facts?.updateState !== 'updating' && facts?.updateState !== 'rollback_started'
      if (web.length === 1 && plain.length === 1 && isStill && (await this.#serve([...web, ...plain]))) return
      await sleep(300)
    }
    throw new Error(`the targets of ${id} do not run`)
  }

  async #serve(targets: readonly { containerId: string }[]): Promise<boolean> {
    const files = targets.map(({ containerId }) => this.faultEngine.readFile(containerId, '/tls/cert.pem'))
    return (await Promise.all(files)).every((file) => file !== undefined)
  }

  /** Orders the fault in the sandbox; undefined when the server died before it answered. */
  order(sandboxId: string, fault: Fault): Promise<FaultRun | undefined> {
    const { target, params } = crashOrder(fault)
    return this.call('POST', `/api/sandboxes/${sandboxId}/fault-runs`, {
      use: fault.name,
      target,
      with: params,
    })
  }

  /** Rows of the ledger, oldest first. */
  async ledger(): Promise<LedgerEntry[]> {
    const [, , , port] = readFileSync(join(this.dataDir, 'db/postmaster.pid'), 'utf8').split('\n')
    const secrets = JSON.parse(readFileSync(join(this.dataDir, 'secrets.json'), 'utf8')) as Record<
      string,
      string
    >
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port: Number(port), user: 'dojo', database: 'dojo' },
      password: secrets['databasePassword'] ?? '',
    })
    await client.connect()
    try {
      const { rows } = await client.query<LedgerEntry>('SELECT * FROM "FaultRun" ORDER BY "plannedAt"')
      return rows.map((row) => ({ ...row, deadlineAt: Number(row.deadlineAt) }))
    } finally {
      await client.end()
    }
  }

  /** Whether nothing of the fault is left: its target is as before or gone. Faults without a state: no helper runs. */
  async isEnded(entry: LedgerEntry): Promise<{ isEnded: boolean; now: string | undefined }> {
    const fault = faultNamed(entry.fault)
    const order: FaultOrder<unknown> = { ...entry, faultRunId: entry.id }
    if (entry.fingerprint === null || !fault.fingerprint) {
      const running = (await this.helpersOf(entry.id)).filter(({ State }) => State === 'running')
      return { isEnded: running.length === 0, now: `${running.length} helpers` }
    }
    const now = await fault.fingerprint(this.tools, order, entry.inverse)
    return { isEnded: now === undefined || now === entry.fingerprint, now }
  }

  helpersOf(faultRunId: string) {
    return this.docker.listContainers({ all: true, filters: { label: [`${faultLabel}=${faultRunId}`] } })
  }

  /** SIGKILLs each running helper of this instance with the given chance; gives how many. */
  async killHelpers(random: () => number, chance: number): Promise<number> {
    const filters = { label: [`dev.noops-dojo.instance=${this.instance}`, 'dev.noops-dojo.role=helper'] }
    const helpers = await this.docker.listContainers({ filters })
    const chosen = helpers.filter(() => random() < chance)
    const killed = await Promise.all(chosen.map(({ Id }) => this.#killContainer(Id)))
    return killed.filter(Boolean).length
  }

  killGateway(): Promise<boolean> {
    return this.#killContainer(gatewayName(this.instance))
  }

  /** SIGKILL of the main process from the node, as the kernel does it when memory is short. */
  async #killContainer(name: string): Promise<boolean> {
    const found = await this.docker
      .getContainer(name)
      .inspect()
      .catch(() => undefined)
    const pid = found?.State.Pid ?? 0
    if (pid <= 1) return false
    try {
      process.kill(pid, 'SIGKILL')
      return true
    } catch {
      return false
    }
  }
}
