import type { EngineContainer } from '../../ownership/engine-objects.ts'
import type { Owned } from '../../ownership/directory.ts'
import { label } from '../../ownership/labels.ts'
import type { JsonObject } from '../../parse/json.ts'
import { absent, integer, object, oneOf, refused, zero, type Read } from '../../parse/model.ts'
import type { Sandbox } from '../../sandbox.ts'
import { neverSetResources, resourceFields } from './host-config.ts'

/** `docker update`: the resources of create, by the same bounds, and restart policies that end. */
export function updateModel(sandbox: Sandbox) {
  const { Ulimits: _ulimits, ...resources } = resourceFields(sandbox)
  const never = ['CgroupParent', 'Ulimits', ...neverSetResources]
  return object({
    ...(Object.fromEntries(never.map((name) => [name, zero])) as { CgroupParent: typeof zero }),
    ...resources,
    RestartPolicy: object({ Name: oneOf('', 'no', 'on-failure'), MaximumRetryCount: integer(0, 100) }),
  })
}
type UpdateInput = NonNullable<Read<ReturnType<typeof updateModel>>>

/**
 * Clients that encode Go's struct send zeros for "unchanged"; one who writes a single zero asks for no limit, and an
 * empty list of devices would clear what is set (API 1.55). Throws Refusal 403.
 */
export function checkUpdateZeros(raw: JsonObject): void {
  const isStruct = ['CpuShares', 'Memory', 'CgroupParent', 'BlkioWeight'].every((key) => raw.has(key))
  for (const key of ['Memory', 'MemorySwap', 'NanoCpus', 'PidsLimit'])
    if (raw.get(key) === 0 && !isStruct) throw refused(`${key} 0 (unlimited)`)
  for (const [key, value] of raw) if (/^Blkio.*(Device|Bps|IOps)$/.test(key)) absent(value, key)
}

/** The engine's update. Memory may only go down from what the quota counted at create. Throws Refusal 403. */
export function buildUpdate(input: UpdateInput, container: Owned<EngineContainer>): Record<string, unknown> {
  const counted = Number(container.labels[label.memory] ?? 0)
  const { Memory, MemorySwap, MemoryReservation, NanoCpus, CpuShares, PidsLimit, RestartPolicy } = input
  if (Memory && counted && Memory > counted)
    throw refused(`Memory ${Memory} above the ${counted} of its creation`)
  if (MemorySwap && MemorySwap !== Memory) throw refused('MemorySwap other than Memory')
  if (input.CpuQuota || input.CpuPeriod) throw refused('CpuQuota (use NanoCpus)')
  return {
    ...(Memory ? { Memory, MemorySwap: Memory } : {}),
    ...(MemoryReservation ? { MemoryReservation } : {}),
    ...(NanoCpus ? { NanoCpus } : {}),
    ...(CpuShares ? { CpuShares } : {}),
    ...(PidsLimit ? { PidsLimit } : {}),
    ...(RestartPolicy?.Name ? { RestartPolicy } : {}),
  }
}
