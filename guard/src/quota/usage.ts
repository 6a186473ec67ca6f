import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import { Refusal } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { beyondSpec, memoryOf, serviceOf, sizeOf, sum, tasksByService } from './service-tasks.ts'

/** A create holds the sandbox's quota lock: an engine that hangs must not hold it for ever. */
export const createTimeoutMs = 120_000

type Limit = keyof GuardPolicy['limits']

/** A limit that a request would exceed; `advice` is what to do about it. */
export const over = (what: string, limit: number, advice = 'remove one first') =>
  new Refusal(403, `the sandbox's limit of ${limit} ${what} is reached; ${advice}`)

/** What a request would add: containers (or replicas) of a memory size. `replaces` is a service that it changes. */
export type Demand = { containers: number; memoryBytes: number; isService: boolean; replaces?: string }

/**
 * Checks a demand against what the engine says this sandbox runs now. Call it inside `sandbox.quotaLock` together with
 * the request itself. Throws Refusal 403.
 */
export async function checkCompute(sandbox: Sandbox, demand: Demand): Promise<void> {
  const { limits } = sandbox.policy
  // In this order: of a service that is removed in between, the tasks are counted still, and not missed.
  const services = await sandbox.directory.services()
  const containers = await sandbox.directory.containers()
  const others = services.filter(({ id }) => id !== demand.replaces)
  if (demand.isService && others.length + 1 > limits.services) throw over('services', limits.services)
  const tasks = tasksByService(containers, limits.containerMemoryBytes)
  const known = new Set(services.map(({ id }) => id))
  // Tasks of services that are gone have up to five minutes to stop, and so do those that a smaller spec left over.
  const stopping = [...tasks].flatMap(([id, sizes]) => (known.has(id) ? [] : sizes))
  for (const { id, row } of services)
    if (id === demand.replaces) stopping.push(beyondSpec(row, tasks.get(id) ?? []))
  const used = sum([
    { containers: demand.containers, memoryBytes: demand.containers * demand.memoryBytes },
    ...containers.flatMap(({ labels }) =>
      serviceOf(labels)
        ? []
        : [{ containers: 1, memoryBytes: memoryOf(labels, limits.containerMemoryBytes) }],
    ),
    ...others.map(({ id, row }) => sizeOf(row, tasks.get(id) ?? [], limits.containerMemoryBytes)),
    ...stopping,
  ])
  const advice = sum(stopping).containers > 0 ? 'tasks are still stopping: try again in a while' : undefined
  if (used.containers > limits.containers) throw over('containers and replicas', limits.containers, advice)
  if (used.memoryBytes > limits.memoryBytes) throw over('bytes of memory', limits.memoryBytes, advice)
}

/** Checks that `added` more of a countable kind fit. Throws Refusal 403. */
export async function checkCount(
  sandbox: Sandbox,
  kind: 'networks' | 'volumes' | 'secrets',
  added: number,
): Promise<void> {
  if (added === 0) return
  const limit = sandbox.policy.limits[kind satisfies Limit]
  if ((await countOf(sandbox, kind)) + added > limit) throw over(kind, limit)
}

/** Anonymous volumes that as many containers or tasks make, each its own. */
export const anonymousOf = (sources: readonly string[], containers = 1): number =>
  sources.filter((source) => source === '').length * containers

/** Checks that the volumes of these names fit, and as many anonymous ones. Throws Refusal 403. */
export async function checkVolumes(
  sandbox: Sandbox,
  sources: readonly string[],
  anonymous: number,
): Promise<void> {
  if (sources.length === 0) return
  const known = new Set((await sandbox.directory.volumes()).map(({ id }) => id))
  const named = new Set(sources.filter((source) => source !== '' && !known.has(source))).size
  await checkCount(sandbox, 'volumes', named + anonymous)
}

async function countOf(
  { directory, policy }: Sandbox,
  kind: 'networks' | 'volumes' | 'secrets',
): Promise<number> {
  if (kind === 'volumes') return (await directory.volumes()).length
  if (kind === 'networks')
    return (await directory.networks()).filter(({ row }) => row.Name !== policy.network).length
  const [secrets, configs] = await Promise.all([directory.secrets('secrets'), directory.secrets('configs')])
  return secrets.length + configs.length
}
