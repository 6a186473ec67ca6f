import { DojoError } from '@noops-dojo/contracts'
import type { ContainerCreateOptions } from 'dockerode'
import type { SandboxSpec } from '../../../domain/ports/engine/sandbox-engine.ts'
import {
  engineLabels,
  networkName,
  partName,
  type SandboxPart,
} from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { engineMessage, hasStatus } from '../engine-errors.ts'
import { imageReference, type DockerEngineOptions } from '../engine-options.ts'
import { putFilesInto } from './files.ts'
import { hardened } from './hardening.ts'
import { whileNameIsReserved } from './reserved-name.ts'

const limits = {
  workstation: { memoryMiB: 512, cpus: 1, pids: 256 },
  judge: { memoryMiB: 256, cpus: 1, pids: 128 },
} as const

/** Attaching to an overlay is a conversation with Swarm that a busy manager may let time out. */
const startAttempts = 3

/** What the engine is asked for; exported for the bench’s bare script and for tests of the hardening. */
export const partOptions = (
  options: DockerEngineOptions,
  spec: SandboxSpec,
  part: SandboxPart,
): ContainerCreateOptions => ({
  name: partName(spec.sandboxId, part),
  Image: imageReference(options, spec.image),
  Hostname: part,
  Cmd: ['sleep', 'infinity'],
  Env: part === 'workstation' ? Object.entries(spec.env).map(([name, value]) => `${name}=${value}`) : [],
  Labels: {
    [engineLabels.instance]: options.instance,
    [engineLabels.sandbox]: spec.sandboxId,
    [engineLabels.role]: part,
    [engineLabels.lab]: spec.labId,
    [engineLabels.deadline]: String(spec.deadline),
  },
  HostConfig: {
    ...hardened(limits[part]),
    NetworkMode: networkName(spec.sandboxId),
    Mounts: [
      {
        Type: 'bind',
        Source: part === 'workstation' ? spec.learnerSocketDir : spec.judgeSocketDir,
        Target: '/run/dojo',
        ReadOnly: true,
      },
    ],
    // Held terminals live here: memory, so that a restarted container never finds a socket with nobody behind it.
    Tmpfs: { '/tmp/dojo': 'rw,nosuid,nodev,noexec,size=1m,uid=1000,gid=1000,mode=0700' },
  },
})

/** Creates and starts the workstation or the judge; one that exists is adopted and started if it does not run. */
export const createPart = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  spec: SandboxSpec,
  part: SandboxPart,
): Promise<void> => {
  const wanted = partOptions(options, spec, part)
  await whileNameIsReserved(async () => {
    try {
      await engine.call(`create ${part}`, (docker) => docker.createContainer(wanted))
    } catch (error) {
      if (hasStatus(error, 404)) throw missingImage(wanted.Image as string, error)
      if (!hasStatus(error, 409)) throw error
      await assertOwn(engine, options, wanted.name as string, spec.sandboxId)
    }
    // Before the start: the attachment to the overlay is a queue, and this goes on while others stand in it.
    if (part === 'judge' && spec.judgeFiles)
      await putFilesInto(engine, spec.sandboxId, part, { ...spec.judgeFiles, owner: { uid: 0, gid: 0 } })
    await startPart(engine, wanted.name as string, part)
  })
}

const startPart = async (engine: EngineConnection, name: string, part: SandboxPart): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await engine.call(`start ${part}`, (docker) => docker.getContainer(name).start())
      return
    } catch (error) {
      if (hasStatus(error, 304)) return
      const isTransient = hasStatus(error, 500) && /attach|network|deadline/i.test(engineMessage(error))
      if (!isTransient || attempt >= startAttempts) throw error
    }
  }
}

const missingImage = (image: string, cause: unknown): DojoError =>
  new DojoError(
    'INTERNAL',
    `The engine has no image "${image}": ${engineMessage(cause)}. Build it with "./dojo images".`,
    { image },
    cause,
  )

const assertOwn = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  name: string,
  sandboxId: string,
): Promise<void> => {
  const { Config } = await engine.call('inspect container', (docker) => docker.getContainer(name).inspect())
  const labels = Config.Labels ?? {}
  if (labels[engineLabels.sandbox] === sandboxId && labels[engineLabels.instance] === options.instance) return
  throw new DojoError(
    'INTERNAL',
    `The engine has a container "${name}" that this dojo did not make. Remove it or rename it.`,
    { name },
  )
}
