import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { gatewayName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus, isAway } from '../engine-errors.ts'
import { listObjects, type ObjectKind, type OwnedObject } from './sandbox-objects.ts'

/** Services first, or Swarm starts their containers again; networks once nothing is attached to them. */
const order: readonly ObjectKind[][] = [
  ['service'],
  ['container'],
  ['network', 'volume', 'secret', 'config', 'image'],
]

/** Swarm removes the tasks of a removed service some seconds later and holds on to what they use. */
const passes = 12
const betweenPassesMs = [100, 200, 400, 800, 1_500, 2_500]

const remove = (docker: Docker, { kind, id }: OwnedObject, gateway: string): Promise<unknown> => {
  switch (kind) {
    case 'service':
      return docker.getService(id).remove()
    case 'container':
      return docker.getContainer(id).remove({ force: true, v: true })
    case 'network':
      return docker
        .getNetwork(id)
        .disconnect({ Container: gateway, Force: true })
        .catch(() => undefined)
        .then(() => docker.getNetwork(id).remove())
    case 'volume':
      return docker.getVolume(id).remove({ force: true })
    case 'secret':
      return docker.getSecret(id).remove()
    case 'config':
      return docker.getConfig(id).remove()
    case 'image':
      return docker.getImage(id).remove({ force: true })
  }
}

/** Gone already is removed; in use or being removed is for the next pass. Only silence of the engine ends the work. */
const removeOne = async (engine: EngineConnection, object: OwnedObject, gateway: string): Promise<void> => {
  try {
    await engine.call(`remove ${object.kind}`, (docker) => remove(docker, object, gateway))
  } catch (error) {
    if (isAway(error) || (error as { code?: string }).code === 'ENGINE_AWAY') throw error
    if (!hasStatus(error, 400, 403, 404, 409, 500, 503)) throw error
  }
}

const removeAll = async (
  engine: EngineConnection,
  objects: readonly OwnedObject[],
  gateway: string,
): Promise<void> => {
  for (const kinds of order) {
    const round = objects.filter(({ kind }) => kinds.includes(kind))
    await Promise.all(round.map((object) => removeOne(engine, object, gateway)))
  }
}

/**
 * Removes everything that carries the sandbox’s labels and verifies it by listing again, pass after pass, because Swarm
 * lets go late. Idempotent. Gives how many objects are left after the last pass (about 20 s).
 */
export const destroySandbox = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
): Promise<{ left: number }> => {
  const gateway = gatewayName(instance)
  for (let pass = 0; ; pass++) {
    const objects = await listObjects(engine, instance, sandboxId)
    if (objects.length === 0 || pass === passes) return { left: objects.length }
    if (pass > 0) await sleep(betweenPassesMs[Math.min(pass, betweenPassesMs.length) - 1])
    await removeAll(engine, objects, gateway)
  }
}
