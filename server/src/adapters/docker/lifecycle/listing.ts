import type { OwnedSandbox } from '../../../domain/ports/engine/sandbox-engine.ts'
import { engineLabels } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { listObjects, type OwnedObject } from './sandbox-objects.ts'

const deadlineOf = (objects: readonly OwnedObject[]): number | null => {
  const found = objects.map(({ labels }) => Number(labels[engineLabels.deadline])).filter(Number.isFinite)
  return found.length === 0 ? null : Math.max(...found)
}

const summarise = (sandboxId: string, objects: readonly OwnedObject[]): OwnedSandbox => {
  const part = (role: string): OwnedObject | undefined =>
    objects.find(({ kind, labels }) => kind === 'container' && labels[engineLabels.role] === role)
  return {
    sandboxId,
    deadline: deadlineOf(objects),
    hasNetwork: objects.some(
      ({ kind, labels }) => kind === 'network' && labels[engineLabels.role] === 'network',
    ),
    hasWorkstation: part('workstation') !== undefined,
    isWorkstationRunning: part('workstation')?.isRunning ?? false,
    isJudgeRunning: part('judge')?.isRunning ?? false,
    objects: objects.length,
  }
}

/** What this instance has in the engine, by sandbox. */
export const listOwnedSandboxes = async (
  engine: EngineConnection,
  instance: string,
): Promise<OwnedSandbox[]> => {
  const bySandbox = new Map<string, OwnedObject[]>()
  for (const object of await listObjects(engine, instance)) {
    const sandboxId = object.labels[engineLabels.sandbox]
    if (sandboxId === undefined) continue
    bySandbox.set(sandboxId, [...(bySandbox.get(sandboxId) ?? []), object])
  }
  return [...bySandbox].map(([sandboxId, objects]) => summarise(sandboxId, objects))
}
