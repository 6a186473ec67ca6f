import { DojoError } from '@noops-dojo/contracts'
import type { ContainerLimits } from '../../domain/ports/engine/fault-engine.ts'
import type { EngineConnection } from './engine-connection.ts'
import { engineMessage, hasStatus } from './engine-errors.ts'

/** Limits of a container now; undefined when it is gone. */
export const readLimits = async (
  engine: EngineConnection,
  containerId: string,
): Promise<ContainerLimits | undefined> => {
  const found = await engine.callUnless([404], 'inspect container', (docker) =>
    docker.getContainer(containerId).inspect(),
  )
  if (!found) return undefined
  const { NanoCpus, Memory, MemorySwap, PidsLimit } = found.HostConfig
  return {
    nanoCpus: NanoCpus ?? 0,
    memoryBytes: Memory ?? 0,
    memorySwapBytes: MemorySwap ?? 0,
    pids: PidsLimit ?? 0,
  }
}

/**
 * Sets limits as `docker update` does; the engine leaves alone what is not named. A container that is gone is fine; throws
 * FAULT_INVALID with the engine's words where it refuses: less memory than is in use, on cgroup v1.
 */
export const writeLimits = async (
  engine: EngineConnection,
  containerId: string,
  limits: Partial<ContainerLimits>,
): Promise<void> => {
  const { nanoCpus, memoryBytes, memorySwapBytes, pids } = limits
  const body = {
    ...(nanoCpus === undefined ? {} : { NanoCPUs: nanoCpus, NanoCpus: nanoCpus }),
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes }),
    ...(memorySwapBytes === undefined ? {} : { MemorySwap: memorySwapBytes }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
  }
  try {
    await engine.callUnless([404, 409], 'update container', (docker) =>
      docker.getContainer(containerId).update(body),
    )
  } catch (error) {
    if (!hasStatus(error, 400, 500)) throw error
    throw new DojoError('FAULT_INVALID', `the engine refuses that limit: ${engineMessage(error)}`, {}, error)
  }
}
