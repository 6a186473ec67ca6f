import type { LedgerLine } from '../../ledger/fault-ledger.ts'
import type { PythonWorld } from '../python-function.ts'

/** A Toxiproxy proxy as an experiment sees it. There is none: its toxics are faults of the upstream service itself. */
export interface Proxy {
  readonly name: string
  listen: string
  upstream: string
  enabled: boolean
  readonly toxics: Map<string, LedgerLine>
}

/** The proxies of one run. A service of the sandbox is a proxy of its own name without being created. */
export class ProxyRack {
  readonly #proxies = new Map<string, Proxy>()

  create(name: string, listen: string, upstream: string, enabled: boolean): Proxy {
    const proxy: Proxy = { name, listen, upstream, enabled, toxics: new Map() }
    this.#proxies.set(name, proxy)
    return proxy
  }

  async find(name: string, { faults }: PythonWorld): Promise<Proxy | undefined> {
    const known = this.#proxies.get(name)
    if (known) return known
    const { nodes } = await faults.bench.topology()
    const node = nodes.find((candidate) => candidate.name === name)
    if (!node) return undefined
    const port = String(node.ports[0] ?? 0)
    return this.create(name, `0.0.0.0:${port}`, `${name}:${port}`, true)
  }

  /** Gives the toxics there are, as `proxy/toxic`. */
  toxics(): string[] {
    return [...this.#proxies.values()].flatMap(({ name, toxics }) =>
      [...toxics.keys()].map((toxic) => `${name}/${toxic}`),
    )
  }

  async clear(proxy: Proxy, world: PythonWorld): Promise<void> {
    for (const [toxic, line] of proxy.toxics) {
      await world.faults.lift(line)
      proxy.toxics.delete(toxic)
    }
  }

  async remove(name: string, world: PythonWorld): Promise<void> {
    const proxy = await this.find(name, world)
    if (proxy) await this.clear(proxy, world)
    this.#proxies.delete(name)
  }

  async reset(world: PythonWorld): Promise<void> {
    for (const proxy of this.#proxies.values()) {
      await this.clear(proxy, world)
      proxy.enabled = true
    }
  }
}

/** The service behind a proxy. */
export const targetOf = (proxy: Proxy): string => proxy.upstream.split(':')[0] as string
