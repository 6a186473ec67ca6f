import { engineLabels } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'

export const objectKinds = ['service', 'container', 'network', 'volume', 'secret', 'config', 'image'] as const
export type ObjectKind = (typeof objectKinds)[number]

/** One thing in the engine that carries this instance’s label. */
export interface OwnedObject {
  readonly kind: ObjectKind
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
  readonly isRunning: boolean
}

type Labels = Readonly<Record<string, string>> | null | undefined

const owned = (kind: ObjectKind, id: string, labels: Labels, isRunning = false): OwnedObject => ({
  kind,
  id,
  labels: labels ?? {},
  isRunning,
})

interface SwarmObject {
  readonly ID: string
  readonly Spec?: { readonly Labels?: Record<string, string>; readonly Name?: string }
}

/** A filter of the engine: all of `label=value` must hold. */
export const labelFilter = (instance: string, sandboxId?: string): { label: string[] } => ({
  label: [
    `${engineLabels.instance}=${instance}`,
    ...(sandboxId === undefined ? [] : [`${engineLabels.sandbox}=${sandboxId}`]),
  ],
})

/**
 * Everything of this instance (of one sandbox) in the engine, by labels alone. The engine filters, so that the cost does
 * not grow with what else runs on the host.
 */
export const listObjects = async (
  engine: EngineConnection,
  instance: string,
  sandboxId?: string,
): Promise<OwnedObject[]> => {
  const filters = labelFilter(instance, sandboxId)
  const text = JSON.stringify(filters)
  const lists = await engine.call('list objects', (docker) =>
    Promise.all([
      docker
        .listServices({ filters: text })
        .then((found) =>
          (found as SwarmObject[]).map((each) => owned('service', each.ID, each.Spec?.Labels)),
        ),
      docker
        .listContainers({ all: true, filters: text })
        .then((found) =>
          found.map((each) => owned('container', each.Id, each.Labels, each.State === 'running')),
        ),
      docker
        .listNetworks({ filters: text })
        .then((found) => found.map((each) => owned('network', each.Id, each.Labels))),
      docker
        .listVolumes({ filters: text })
        .then(({ Volumes }) => (Volumes ?? []).map((each) => owned('volume', each.Name, each.Labels))),
      docker
        .listSecrets({ filters })
        .then((found) => (found as SwarmObject[]).map((each) => owned('secret', each.ID, each.Spec?.Labels))),
      docker
        .listConfigs({ filters })
        .then((found) => (found as SwarmObject[]).map((each) => owned('config', each.ID, each.Spec?.Labels))),
      docker
        .listImages({ filters: text })
        .then((found) => found.map((each) => owned('image', each.Id, each.Labels))),
    ]),
  )
  return lists.flat()
}
