import { DojoError } from '@noops-dojo/contracts'
import { engineLabels, networkName } from '../../../domain/sandbox/engine-names.ts'
import type { SandboxSpec } from '../../../domain/ports/engine/sandbox-engine.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'

/**
 * Creates the sandbox’s overlay: internal (no route out), attachable (containers join, not only services). A network of
 * that name that is already this sandbox’s is adopted.
 */
export const createSandboxNetwork = async (
  engine: EngineConnection,
  instance: string,
  spec: Pick<SandboxSpec, 'sandboxId' | 'labId' | 'deadline'>,
): Promise<void> => {
  const name = networkName(spec.sandboxId)
  try {
    await engine.call('create network', (docker) =>
      docker.createNetwork({
        Name: name,
        Driver: 'overlay',
        Internal: true,
        Attachable: true,
        CheckDuplicate: true,
        Labels: {
          [engineLabels.instance]: instance,
          [engineLabels.sandbox]: spec.sandboxId,
          [engineLabels.role]: 'network',
          [engineLabels.lab]: spec.labId,
          [engineLabels.deadline]: String(spec.deadline),
        },
      }),
    )
  } catch (error) {
    if (!hasStatus(error, 409, 403)) throw error
    await assertOwnNetwork(engine, name, spec.sandboxId, instance)
  }
}

const assertOwnNetwork = async (
  engine: EngineConnection,
  name: string,
  sandboxId: string,
  instance: string,
): Promise<void> => {
  const found = await engine.call('inspect network', (docker) => docker.getNetwork(name).inspect())
  const labels = (found.Labels ?? {}) as Record<string, string>
  if (labels[engineLabels.sandbox] === sandboxId && labels[engineLabels.instance] === instance) return
  throw new DojoError(
    'INTERNAL',
    `The engine has a network "${name}" that this dojo did not make. Remove it or rename it.`,
    { name },
  )
}
