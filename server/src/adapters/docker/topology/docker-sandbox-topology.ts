import type { ContainerInfo } from 'dockerode'
import { SandboxTopology, type ObservedNode } from '../../../domain/ports/engine/sandbox-topology.ts'
import { catalogueImage, engineLabels, shortName } from '../../../domain/sandbox/engine-names.ts'
import { EngineConnection } from '../engine-connection.ts'
import { imageReference, type DockerEngineOptions } from '../engine-options.ts'
import { containerNode } from './container-node.ts'
import { serviceNode, type Ground, type ListedService, type ListedTask } from './service-node.ts'

const serviceLabel = 'com.docker.swarm.service.id'
/** Swarm changes rarely; the names of its nodes are asked for once in this time. */
const nodesKeptMs = 60_000

/** Reads the topology from labels: what is not labelled as the learner's of this sandbox is never in it. */
export class DockerSandboxTopology extends SandboxTopology {
  readonly #engine: EngineConnection
  readonly #options: DockerEngineOptions
  #nodes: { readonly names: ReadonlyMap<string, string>; readonly at: number } | undefined

  constructor(options: DockerEngineOptions) {
    super()
    this.#engine = new EngineConnection(options.socketPath)
    this.#options = options
  }

  async read(sandboxId: string): Promise<ObservedNode[]> {
    const label = [
      `${engineLabels.instance}=${this.#options.instance}`,
      `${engineLabels.sandbox}=${sandboxId}`,
      `${engineLabels.role}=learner`,
    ]
    const [services, containers, nodes] = await Promise.all([
      this.#engine.call('list services', (docker) =>
        docker.listServices({ filters: JSON.stringify({ label }) as never }),
      ) as Promise<unknown> as Promise<ListedService[]>,
      this.#engine.call('list containers', (docker) =>
        docker.listContainers({ all: true, filters: { label } }),
      ),
      this.#nodeNames(),
    ])
    const ground = { sandboxId, containers, nodes, tasks: await this.#tasks(services) }
    const found = [...this.#services(ground, services), ...(await this.#plain(sandboxId, containers))]
    return found.sort((a, b) => (a.node.name < b.node.name ? -1 : 1))
  }

  async imageDigests(names: readonly string[]): Promise<Record<string, string>> {
    const found = await Promise.all(
      names.map(async (name) => {
        const image = await this.#engine.callUnless([404], 'inspect image', (docker) =>
          docker.getImage(this.#reference(name)).inspect(),
        )
        return image ? [[name, image.Id] as const] : []
      }),
    )
    return Object.fromEntries(found.flat())
  }

  /** A lab names its workstation without a tag: it is the one of this release. */
  #reference(name: string): string {
    return name.includes(':') ? catalogueImage(name) : imageReference(this.#options, name)
  }

  #services(ground: Ground, services: readonly ListedService[]): ObservedNode[] {
    return services.flatMap((service) => {
      const short = shortName(ground.sandboxId, service.Spec.Name)
      return short === null ? [] : [serviceNode(ground, service, short)]
    })
  }

  async #plain(sandboxId: string, containers: readonly ContainerInfo[]): Promise<ObservedNode[]> {
    const plain = containers.filter(({ Labels }) => Labels[serviceLabel] === undefined)
    const nodes = await Promise.all(
      plain.map(async (listed) => {
        const short = listed.Names.map((name) => shortName(sandboxId, name.slice(1))).find(
          (name) => name !== null,
        )
        if (short === undefined) return []
        const found = await this.#engine.callUnless([404], 'inspect container', (docker) =>
          docker.getContainer(listed.Id).inspect(),
        )
        return found ? [containerNode(sandboxId, listed, found, short)] : []
      }),
    )
    return nodes.flat()
  }

  async #tasks(services: readonly ListedService[]): Promise<ListedTask[]> {
    if (services.length === 0) return []
    const filters = JSON.stringify({ service: services.map(({ ID }) => ID) })
    const tasks = this.#engine.call('list tasks', (docker) => docker.listTasks({ filters: filters as never }))
    return (await tasks) as unknown as ListedTask[]
  }

  async #nodeNames(): Promise<ReadonlyMap<string, string>> {
    if (this.#nodes && Date.now() - this.#nodes.at < nodesKeptMs) return this.#nodes.names
    const listed = (await this.#engine.call('list nodes', (docker) => docker.listNodes())) as {
      ID: string
      Description?: { Hostname?: string }
    }[]
    const names = new Map(listed.map(({ ID, Description }) => [ID, Description?.Hostname ?? '']))
    this.#nodes = { names, at: Date.now() }
    return names
  }
}
