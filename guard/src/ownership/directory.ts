import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from '../engine/engine.ts'
import { noSuch, Refusal, type ObjectKind } from '../refusal.ts'
import type {
  EngineContainer,
  EngineNetwork,
  EngineSecret,
  EngineService,
  EngineTask,
  EngineVolume,
} from './engine-objects.ts'
import { isOwned, label, ownerFilter } from './labels.ts'
import type { Names } from './names.ts'

/** An object of this sandbox: its full engine id, the learner's name and the engine's row. */
export type Owned<T> = { id: string; name: string; labels: Record<string, string>; row: T }

/**
 * What this sandbox owns, as the engine lists it now. Every reference of a client is resolved in these lists and
 * nowhere else, so a foreign object cannot be told from a missing one, and what goes to the engine is a full id.
 */
export class Directory {
  private readonly engine: Engine
  private readonly policy: GuardPolicy
  private readonly names: Names

  constructor(engine: Engine, policy: GuardPolicy, names: Names) {
    this.engine = engine
    this.policy = policy
    this.names = names
  }

  private filter(extra: Record<string, string[]> = {}): string {
    return JSON.stringify({ label: ownerFilter(this.policy), ...extra })
  }

  private own<T>(
    id: string,
    name: string,
    labels: Record<string, string> | null | undefined,
    row: T,
  ): Owned<T>[] {
    return isOwned(labels, this.policy) ? [{ id, name: this.names.toShort(name), labels: labels!, row }] : []
  }

  async containers(): Promise<Owned<EngineContainer>[]> {
    const query = { all: 1, filters: this.filter() }
    const rows = (await this.engine.lookup<EngineContainer[]>('/containers/json', query)) ?? []
    return rows.flatMap((row) => this.own(row.Id, (row.Names?.[0] ?? '').replace(/^\//, ''), row.Labels, row))
  }

  /** The learner's networks and the sandbox network itself (which is listed, but not the learner's to change). */
  async networks(): Promise<Owned<EngineNetwork>[]> {
    const filters = JSON.stringify({ label: [`${label.sandbox}=${this.policy.sandboxId}`] })
    const rows = (await this.engine.lookup<EngineNetwork[]>('/networks', { filters })) ?? []
    return rows.flatMap((row) => {
      if (row.Name === this.policy.network && row.Labels?.[label.sandbox] === this.policy.sandboxId)
        return [{ id: row.Id, name: this.names.toShort(row.Name), labels: row.Labels, row }]
      return this.own(row.Id, row.Name, row.Labels, row)
    })
  }

  async volumes(): Promise<Owned<EngineVolume>[]> {
    const answer = await this.engine.lookup<{ Volumes: EngineVolume[] | null }>('/volumes', {
      filters: this.filter(),
    })
    return (answer?.Volumes ?? []).flatMap((row) => this.own(row.Name, row.Name, row.Labels, row))
  }

  async services(): Promise<Owned<EngineService>[]> {
    const rows = (await this.engine.lookup<EngineService[]>('/services', { filters: this.filter() })) ?? []
    return rows.flatMap((row) => this.own(row.ID, row.Spec.Name, row.Spec.Labels, row))
  }

  async secrets(kind: 'secrets' | 'configs'): Promise<Owned<EngineSecret>[]> {
    const rows = (await this.engine.lookup<EngineSecret[]>(`/${kind}`, { filters: this.filter() })) ?? []
    return rows.flatMap((row) => this.own(row.ID, row.Spec.Name, row.Spec.Labels, row))
  }

  async tasks(): Promise<Owned<EngineTask>[]> {
    const services = await this.services()
    if (services.length === 0) return []
    const filters = JSON.stringify({ service: services.map(({ id }) => id) })
    const rows = (await this.engine.lookup<EngineTask[]>('/tasks', { filters })) ?? []
    const byId = new Map(services.map((service) => [service.id, service]))
    return rows.flatMap((row) => {
      const service = byId.get(row.ServiceID)
      if (!service) return []
      return [{ id: row.ID, name: `${service.name}.${row.Slot ?? 0}.${row.ID}`, labels: service.labels, row }]
    })
  }

  /** Resolves a client's reference, in the engine's order: full id, name, unique id prefix. Throws Refusal 404. */
  async resolve<K extends keyof Lists>(kind: K, ref: string): Promise<Owned<Lists[K]>> {
    const list = (await this.list(kind)) as Owned<Lists[K]>[]
    const found = pick(kind, list, ref)
    if (!found) throw noSuch[kind](ref)
    return found
  }

  private list(kind: keyof Lists): Promise<Owned<unknown>[]> {
    switch (kind) {
      case 'container':
        return this.containers()
      case 'network':
        return this.networks()
      case 'volume':
        return this.volumes()
      case 'service':
        return this.services()
      case 'task':
        return this.tasks()
      case 'secret':
        return this.secrets('secrets')
      case 'config':
        return this.secrets('configs')
    }
  }
}

type Lists = {
  container: EngineContainer
  network: EngineNetwork
  volume: EngineVolume
  service: EngineService
  task: EngineTask
  secret: EngineSecret
  config: EngineSecret
}

/** Finds a reference in a list: full id, then name, then unique id prefix (volumes have no ids). */
export function pick<T>(kind: ObjectKind, list: Owned<T>[], ref: string): Owned<T> | undefined {
  const name = kind === 'container' ? ref.replace(/^\//, '') : ref
  const exact = list.find(({ id }) => id === ref) ?? list.find((entry) => entry.name === name)
  if (exact || kind === 'volume' || !/^[a-z0-9]{1,64}$/.test(ref)) return exact
  const byPrefix = list.filter(({ id }) => id.startsWith(ref))
  if (byPrefix.length > 1) throw new Refusal(400, `multiple IDs found with provided prefix: ${ref}`)
  return byPrefix[0]
}
