import type { Lab } from '../../domain/lab/lab.ts'
import type { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { FakeLabCatalog } from '../a-lab.ts'
import { composeSandboxes, type ComposedSandboxes, type SandboxPorts } from './compose-sandboxes.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeProbeGateway } from '../fakes/fake-probe-gateway.ts'
import { FakeRandomSource } from '../fakes/fake-random-source.ts'
import { FakeSandboxEngine } from '../fakes/fake-sandbox-engine.ts'
import { FakeSandboxGuard } from '../fakes/fake-sandbox-guard.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import {
  MemoryClassroomStore,
  MemoryCursorStore,
  MemoryEventLog,
  MemoryLeaseStore,
  MemorySandboxStore,
} from '../stores/index.ts'

const mortal = ['engine', 'guard', 'gateway', 'sandboxes', 'events', 'leases', 'cursors'] as const
const never = new Promise<never>(() => undefined)

/** Counts the calls that a server makes to what survives it, and kills it at one of them. */
export interface Mortality {
  calls: number
  /** The call that the server does not survive: it has its effect, its answer reaches nobody. */
  diesAt: number
}

/** The same ports as one server process sees them: after its death no call has an effect and none answers. */
export const mortalPorts = (ports: SandboxPorts, mortality: Mortality): SandboxPorts => {
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, key) {
        const member = Reflect.get(target, key, target) as unknown
        if (typeof member !== 'function') return member
        return (...args: unknown[]): unknown => {
          if (mortality.calls >= mortality.diesAt) return never
          const result = (member as (...all: unknown[]) => unknown).apply(target, args)
          if (!(result instanceof Promise)) return result
          mortality.calls += 1
          return mortality.calls >= mortality.diesAt ? result.then(() => never) : result
        }
      },
    })
  return { ...ports, ...Object.fromEntries(mortal.map((name) => [name, wrap(ports[name])])) }
}

/** Engine, guard, gateway and database in memory, and servers that come and go. */
export class SandboxWorld {
  readonly engine = new FakeSandboxEngine()
  readonly guard = new FakeSandboxGuard()
  readonly gateway = new FakeProbeGateway()
  readonly sandboxes = new MemorySandboxStore()
  readonly classrooms = new MemoryClassroomStore()
  readonly events = new MemoryEventLog()
  readonly leases = new MemoryLeaseStore()
  readonly cursors = new MemoryCursorStore()
  readonly random = new FakeRandomSource()
  readonly clock = new FakeClock()
  readonly log = new MemoryLog()
  readonly labs: FakeLabCatalog

  constructor(...labs: Lab[]) {
    this.labs = new FakeLabCatalog(...labs)
    for (const lab of labs) for (const image of lab.file.spec.images) this.engine.images.add(image)
  }

  /** A server on these ports; call `run.start()` to let it work. */
  server(settings: Partial<SandboxSettings> = {}, mortality?: Mortality): ComposedSandboxes {
    return composeSandboxes(mortality ? mortalPorts(this, mortality) : this, settings)
  }

  async row(id: string): Promise<Sandbox> {
    const row = await this.sandboxes.find(id)
    if (!row) throw new Error(`no row ${id}`)
    return row
  }

  /** Lets time pass in small steps until `holds`, for `withinMs` of the fake clock at most; gives whether it did. */
  async until(holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<boolean> {
    for (let passed = 0; passed <= withinMs; passed += 250) {
      if (await holds()) return true
      await this.clock.advance(250)
    }
    return false
  }

  isState(id: string, ...states: Sandbox['state'][]): () => Promise<boolean> {
    return async () => states.includes((await this.row(id)).state)
  }

  /** The states that a sandbox’s log tells, oldest first. */
  async toldStates(id: string): Promise<unknown[]> {
    const all = await this.events.list(id, 0, 1000)
    return all.filter(({ kind }) => kind === 'sandbox.state').map(({ data }) => data.state)
  }
}
