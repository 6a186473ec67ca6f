import { planNetwork } from '../../models/objects.ts'
import type { EngineNetwork } from '../../ownership/engine-objects.ts'
import { isVisibleEndpoint, networkDetail } from '../../ownership/scrub-network.ts'
import { checkAllocated } from '../../quota/subnet.ts'
import { checkCount, createTimeoutMs } from '../../quota/usage.ts'
import { forbidden } from '../../refusal.ts'
import { relay, relayStatus } from '../answers.ts'
import { filterQuery, ownFilters } from '../list-filters.ts'
import type { Call, Reply, Route } from '../route.ts'

/** The sandbox's own networks; the sandbox network itself is shown and not the learner's to change. */
export const networkRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/networks/{id}',
    query: ['verbose', 'scope'],
    async handle(call) {
      const network = await call.sandbox.directory.resolve('network', call.params[0]!)
      const visible = await isVisibleEndpoint(call.sandbox)
      const answer = await call.read({ method: 'GET', path: `/networks/${network.id}` })
      return relay(call, answer, (row: EngineNetwork) => networkDetail(call.sandbox, row, visible))
    },
  },
  {
    method: 'POST',
    pattern: '/networks/create',
    body: 'json',
    action: 'network.create',
    async handle(call) {
      const { name, body } = planNetwork(call.sandbox, call.json)
      call.object = name
      return call.sandbox.quotaLock.run(async () => {
        await checkCount(call.sandbox, 'networks', 1)
        const request = { method: 'POST', path: '/networks/create', body, timeoutMs: createTimeoutMs }
        return call.sandbox.mutations.run(async () => {
          const reply = await relay(call, await call.mutate(request), (created) => created)
          if (body.IPAM && reply.kind === 'json' && reply.status < 400)
            await checkAllocated(call.sandbox, (reply.body as { Id: string }).Id)
          return reply
        })
      })
    },
  },
  { method: 'POST', pattern: '/networks/prune', query: ['filters'], action: 'network.prune', handle: prune },
  {
    method: 'DELETE',
    pattern: '/networks/{id}',
    query: ['force'],
    action: 'network.remove',
    async handle(call) {
      const network = await call.sandbox.directory.resolve('network', call.params[0]!)
      if (network.row.Name === call.sandbox.policy.network) throw forbidden('removing the sandbox network')
      call.object = network.name
      return relayStatus(call, await call.mutate({ method: 'DELETE', path: `/networks/${network.id}` }))
    },
  },
]

async function prune(call: Call): Promise<Reply> {
  const { filters } = ownFilters(call, ['label', 'label!', 'until'])
  const answer = await call.mutate({
    method: 'POST',
    path: '/networks/prune',
    query: { filters: filterQuery(filters) },
  })
  const short = (name: string) => call.sandbox.names.toShort(name)
  return relay(call, answer, (body: { NetworksDeleted?: string[] | null }) => ({
    NetworksDeleted: (body.NetworksDeleted ?? []).map(short),
  }))
}
