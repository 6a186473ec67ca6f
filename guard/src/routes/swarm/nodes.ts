import { nodeId } from '../../ownership/node-id.ts'
import { noSuch } from '../../refusal.ts'
import { parseFilters } from '../../parse/filters.ts'
import type { Sandbox } from '../../sandbox.ts'
import { json } from '../answers.ts'
import { queryValue, type Route } from '../route.ts'

/** Synthetic nodes: real ones would show addresses, engine labels and join state. */
export const nodeRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/nodes',
    query: ['filters'],
    async handle(call) {
      const filters = parseFilters(queryValue(call, 'filters'), [
        'id',
        'label',
        'membership',
        'name',
        'node.label',
        'role',
      ])
      const { sandbox } = call
      const id = nodeId(sandbox.policy.sandboxId)
      const fits =
        !filters.has('label') &&
        !filters.has('node.label') &&
        (filters.get('id') ?? [id]).some((prefix) => id.startsWith(prefix)) &&
        (filters.get('name') ?? ['dojo']).some((prefix) => 'dojo'.startsWith(prefix)) &&
        (filters.get('role') ?? ['manager']).includes('manager')
      return json(200, fits ? [await node(sandbox)] : [])
    },
  },
  {
    method: 'GET',
    pattern: '/nodes/{id}',
    async handle({ sandbox, params: [ref = ''] }) {
      const id = nodeId(sandbox.policy.sandboxId)
      if (ref !== 'self' && ref !== 'dojo' && !(ref.length > 2 && id.startsWith(ref))) throw noSuch.node(ref)
      return json(200, await node(sandbox))
    },
  },
]

async function node({ engine, policy }: Sandbox) {
  const { version } = await engine.version()
  const started = '2020-01-01T00:00:00Z'
  return {
    ID: nodeId(policy.sandboxId),
    Version: { Index: 1 },
    CreatedAt: started,
    UpdatedAt: started,
    Spec: { Labels: {}, Role: 'manager', Availability: 'active' },
    Description: {
      Hostname: 'dojo',
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Resources: { NanoCPUs: Math.round(policy.limits.cpus * 1e9), MemoryBytes: policy.limits.memoryBytes },
      Engine: { EngineVersion: version, Plugins: [] },
      TLSInfo: {},
    },
    Status: { State: 'ready', Addr: '127.0.0.1' },
    ManagerStatus: { Leader: true, Reachability: 'reachable', Addr: '127.0.0.1:2377' },
  }
}
