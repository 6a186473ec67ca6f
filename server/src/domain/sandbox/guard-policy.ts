import { byteCount, type GuardPhase, type GuardPolicy } from '@noops-dojo/contracts'
import type { Lab } from '../lab/lab.ts'
import { latestDeadline } from './deadlines.ts'
import { catalogueImage, networkName, partName } from './engine-names.ts'
import type { Sandbox } from './sandbox.ts'

/** What a learner’s container may keep of the engine’s default capabilities: what ordinary images need to start. */
export const exerciseCapabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'KILL',
  'NET_BIND_SERVICE',
  'SETGID',
  'SETUID',
]

const mebibyte = 1024 ** 2

/** An eighth of the sandbox’s memory, so that a lab’s default of 1 GiB holds eight containers; 64 MiB at least. */
const containerMemory = (memoryBytes: number): number =>
  Math.min(memoryBytes, Math.max(64 * mebibyte, Math.floor(memoryBytes / 8)))

/** The guard’s policy of a sandbox, from the lab’s limits. */
export const guardPolicy = (
  sandbox: Pick<Sandbox, 'id' | 'createdAt' | 'claim'>,
  lab: Lab,
  place: { instance: string; sockets: { learner: string; judge: string }; phase: GuardPhase },
): GuardPolicy => {
  const { limits, images } = lab.file.spec
  const memoryBytes = byteCount(limits.memory)
  return {
    sandboxId: sandbox.id,
    instance: place.instance,
    phase: place.phase,
    network: networkName(sandbox.id),
    workstationContainer: partName(sandbox.id, 'workstation'),
    judgeContainer: partName(sandbox.id, 'judge'),
    sockets: place.sockets,
    deadline: latestDeadline(limits, sandbox.createdAt, sandbox.claim === 'warm'),
    catalogue: images.map((name) => ({ name, image: catalogueImage(name) })),
    limits: {
      containers: limits.containers,
      networks: 4,
      volumes: 8,
      services: limits.containers,
      secrets: 16,
      memoryBytes,
      containerMemoryBytes: containerMemory(memoryBytes),
      cpus: limits.cpus,
      pids: 256,
      streams: 32,
      requestsPerSecond: 100,
    },
    capabilities: exerciseCapabilities,
  }
}
