import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { EngineService, EngineServiceSpec } from '../ownership/engine-objects.ts'
import { label } from '../ownership/labels.ts'
import { Refusal } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'

/** A create holds the sandbox's quota lock: an engine that hangs must not hold it for ever. */
export const createTimeoutMs = 120_000

type Limit = keyof GuardPolicy['limits']

/** A limit that a request would exceed. */
export const over = (what: string, limit: number) =>
  new Refusal(403, `the sandbox's limit of ${limit} ${what} is reached; remove one first`)

/** What a request would add: containers (or replicas) of a memory size. `replaces` is a service that it changes. */
export type Demand = { containers: number; memoryBytes: number; isService: boolean; replaces?: string }

/**
 * Checks a demand against what the engine says this sandbox runs now. Call it inside `sandbox.quotaLock` together with
 * the request itself. Throws Refusal 403.
 */
export async function checkCompute(sandbox: Sandbox, demand: Demand): Promise<void> {
  const { limits } = sandbox.policy
  const [containers, services] = await Promise.all([
    sandbox.directory.containers(),
    sandbox.directory.services(),
  ])
  const others = services.filter(({ id }) => id !== demand.replaces)
  if (demand.isService && others.length + 1 > limits.services) throw over('services', limits.services)
  let count = demand.containers
  let memory = demand.containers * demand.memoryBytes
  for (const { labels } of containers) {
    if (labels['com.docker.swarm.service.id']) continue
    count++
    memory += memoryOf(labels, limits.containerMemoryBytes)
  }
  for (const { row } of others) {
    const sizes = (mayRollBack(row) ? [row.Spec, row.PreviousSpec] : [row.Spec]).map((spec) => ({
      replicas: replicasOf(spec),
      memory: replicasOf(spec) * memoryOf(spec?.Labels ?? {}, limits.containerMemoryBytes),
    }))
    count += Math.max(...sizes.map(({ replicas }) => replicas))
    memory += Math.max(...sizes.map((size) => size.memory))
  }
  if (count > limits.containers) throw over('containers and replicas', limits.containers)
  if (memory > limits.memoryBytes) throw over('bytes of memory', limits.memoryBytes)
}

export const replicasOf = (spec: EngineServiceSpec | undefined): number =>
  spec?.Mode?.Replicated?.Replicas ?? 1

/**
 * Whether Swarm may go back to the spec before by itself, which asks no guard: while an update runs or is watched, or is
 * about to begin, which it does only for tasks that differ.
 */
const mayRollBack = ({ Spec, PreviousSpec, UpdateStatus }: EngineService): boolean =>
  PreviousSpec !== undefined &&
  Spec.UpdateConfig?.FailureAction === 'rollback' &&
  UpdateStatus?.State !== 'completed' &&
  (UpdateStatus !== undefined ||
    JSON.stringify(Spec.TaskTemplate) !== JSON.stringify(PreviousSpec.TaskTemplate))

/** Bytes that the guard wrote on a container or a service for the quota. */
export const memoryOf = (labels: Record<string, string>, otherwise: number) =>
  Number(labels[label.memory] ?? otherwise)

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
