import type { Sandbox } from '../sandbox.ts'
import type { EngineNetwork, EngineVolume } from './engine-objects.ts'
import { label, visibleLabels } from './labels.ts'

type Fields = Record<string, unknown>

/** Tells by id which endpoints of a network are the learner's: the workstation's and the judge's are not shown. */
export async function isVisibleEndpoint(sandbox: Sandbox): Promise<(id: string) => boolean> {
  const own = new Set((await sandbox.directory.containers()).map(({ id }) => id))
  return (id) => own.has(id)
}

/** A network as the learner sees it: its own name, the driver it asked for, its own containers. */
export function networkDetail(
  { names }: Sandbox,
  row: EngineNetwork,
  isVisible: (id: string) => boolean,
): Fields {
  const { Peers: _peers, Services: _services, ...rest } = row
  const driver = row.Labels?.[label.driver] ?? 'overlay'
  const endpoints = Object.entries(row.Containers ?? {}).filter(([id]) => isVisible(id))
  return {
    ...rest,
    Name: names.toShort(row.Name),
    Driver: driver,
    Scope: driver === 'bridge' ? 'local' : 'swarm',
    Labels: visibleLabels(row.Labels),
    Options: {},
    Containers: Object.fromEntries(
      endpoints.map(([id, endpoint]) => [id, { ...endpoint, Name: names.toShort(endpoint.Name) }]),
    ),
  }
}

/** A volume without its place on the host. */
export function volumeDetail({ names }: Sandbox, row: EngineVolume): Fields {
  const name = names.toShort(row.Name)
  return {
    ...row,
    Name: name,
    Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    Labels: visibleLabels(row.Labels),
    Options: null,
    Status: undefined,
  }
}
