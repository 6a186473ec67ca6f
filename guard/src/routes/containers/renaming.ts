import type { Owned } from '../../ownership/directory.ts'
import type { EngineContainer } from '../../ownership/engine-objects.ts'
import { isRunning } from '../../quota/service-tasks.ts'
import { Refusal, unavailable } from '../../refusal.ts'
import type { Sandbox } from '../../sandbox.ts'
import { relayStatus } from '../answers.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

/** `docker rename`. */
export const renamingRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/containers/{id}/rename',
    query: ['name'],
    action: 'container.rename',
    handle: rename,
  },
]

async function rename(call: Call): Promise<Reply> {
  const { sandbox } = call
  const name = queryValue(call, 'name') ?? ''
  const query = { name: sandbox.names.toEngine(name) }
  const container = await sandbox.directory.resolve('container', call.params[0]!)
  call.object = container.name
  checkRenamable(container)
  const path = `/containers/${container.id}/rename`
  // A fence waits for all of it.
  return sandbox.mutations.run(async () => {
    const reply = await relayStatus(call, await call.mutate({ method: 'POST', path, query }))
    const isRenamed = 'status' in reply && reply.status < 300
    if (isRenamed && !isRunning(container.row)) await renameAliases(sandbox, container, name)
    return reply
  })
}

/**
 * Asked to rename what runs on an overlay, an engine deletes the endpoint from the nodes' table and cannot write it again
 * under its key ("already exists"; measured with 20.10). It answers with an error, and by then the old name is out of the
 * network's DNS: whatever reaches the container by name, the platform's probes too, does so no more. Throws Refusal 409.
 */
function checkRenamable({ name, row }: Owned<EngineContainer>): void {
  const networks = Object.keys(row.NetworkSettings?.Networks ?? {}).filter((network) => network !== 'none')
  if (!isRunning(row) || networks.length === 0) return
  throw new Refusal(
    409,
    `${name} is running, and a container loses its name on the network when it is renamed meanwhile: docker stop ${name}, rename it and start it again`,
  )
}

type Endpoint = {
  Aliases?: string[] | null
  Links?: string[] | null
  IPAMConfig?: Record<string, unknown> | null
}

/** The short name is an alias in each of the container's networks, and a rename leaves aliases as they are. */
async function renameAliases(
  { engine }: Sandbox,
  { id, name: before }: Owned<EngineContainer>,
  name: string,
): Promise<void> {
  const detail = await engine.lookup<{ NetworkSettings?: { Networks?: Record<string, Endpoint> } }>(
    `/containers/${id}/json`,
  )
  for (const [network, endpoint] of Object.entries(detail?.NetworkSettings?.Networks ?? {})) {
    const aliases = (endpoint.Aliases ?? []).filter((alias) => !id.startsWith(alias))
    if (!aliases.includes(before)) continue
    const rejoin = { method: 'POST', path: `/networks/${network}/connect` }
    const settings = (Aliases: string[]) => ({
      Container: id,
      EndpointConfig: {
        Aliases,
        ...(endpoint.Links?.length ? { Links: endpoint.Links } : {}),
        ...(endpoint.IPAMConfig ? { IPAMConfig: endpoint.IPAMConfig } : {}),
      },
    })
    await engine.act({ method: 'POST', path: `/networks/${network}/disconnect`, body: { Container: id } })
    const renamed = aliases.map((alias) => (alias === before ? name : alias))
    const { status } = await engine.act({ ...rejoin, body: settings(renamed) })
    if (status < 300) continue
    await engine.act({ ...rejoin, body: settings(aliases) })
    throw unavailable(`the container is called ${name} now, and still answers to ${before} on its networks`)
  }
}
