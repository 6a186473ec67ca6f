import { parsePorts } from '../models/ports.ts'
import type { Sandbox } from '../sandbox.ts'
import type { EngineContainer, Labels } from './engine-objects.ts'
import { label, visibleLabels } from './labels.ts'

type Fields = Record<string, unknown>
const volumeRoot = '/var/lib/docker/volumes'

/** A row of `docker ps`, as if the sandbox had an engine of its own. */
export function containerRow({ names }: Sandbox, row: EngineContainer): Fields {
  const labels = row.Labels ?? {}
  return {
    ...row,
    Names: (row.Names ?? []).map((name) => `/${names.toShort(name.slice(1))}`),
    Image: labels[label.image] ?? row.Image,
    Labels: visibleLabels(labels, names),
    Ports: portRows(labels),
    HostConfig: { NetworkMode: names.toShort(String((row.HostConfig as Fields)?.NetworkMode ?? 'default')) },
    NetworkSettings: { Networks: networks(names, row.NetworkSettings?.Networks) },
    Mounts: (row.Mounts ?? []).map((mount) => mountRow(names, mount)),
  }
}

/** `docker inspect` of a container without paths of the host, ids of the platform and the guard's labels. */
export function containerDetail({ names }: Sandbox, detail: Fields): Fields {
  const config = (detail.Config ?? {}) as Fields & { Labels?: Labels }
  const host = (detail.HostConfig ?? {}) as Fields
  const settings = (detail.NetworkSettings ?? {}) as Fields
  const { Links: _links, LxcConf: _lxc, ...plainHost } = host
  return {
    ...detail,
    Name: `/${names.toShort(String(detail.Name ?? '').replace(/^\//, ''))}`,
    ResolvConfPath: '',
    HostnamePath: '',
    HostsPath: '',
    LogPath: '',
    GraphDriver: { Name: 'overlay2', Data: null },
    ...(detail.Node ? { Node: undefined } : {}),
    ...(detail.State ? { State: state(names, detail.State as Fields) } : {}),
    Config: {
      ...config,
      Image: config.Labels?.[label.image] ?? config.Image,
      Labels: visibleLabels(config.Labels, names),
    },
    HostConfig: {
      ...plainHost,
      NetworkMode: names.toShort(String(host.NetworkMode ?? 'default')),
      Binds: null,
      Mounts: ((host.Mounts as Fields[] | undefined) ?? []).map((mount) => hostMount(names, mount)),
      PortBindings: portBindings(config.Labels ?? {}),
      CgroupParent: '',
    },
    Mounts: ((detail.Mounts as Fields[] | undefined) ?? []).map((mount) => mountRow(names, mount)),
    NetworkSettings: {
      ...settings,
      SandboxKey: '',
      Ports: portBindings(config.Labels ?? {}),
      Networks: networks(names, settings.Networks as Record<string, Fields>),
    },
  }
}

type Naming = Sandbox['names']

/** A process id is the host's: what a sandbox sees begins at its containers' own. */
function state(names: Naming, { Error: said, ...rest }: Fields): Fields {
  return { ...rest, Error: names.scrub(String(said ?? '')), Pid: 0 }
}

function networks(names: Naming, all: Record<string, Fields> | undefined): Record<string, Fields> {
  return Object.fromEntries(
    Object.entries(all ?? {}).map(([name, endpoint]) => {
      const DNSNames = (endpoint.DNSNames as string[] | null | undefined)?.map((dns) => names.toShort(dns))
      const Aliases =
        (endpoint.Aliases as string[] | null | undefined)?.map((dns) => names.toShort(dns)) ?? null
      return [names.toShort(name), { ...endpoint, Aliases, ...(DNSNames ? { DNSNames } : {}) }]
    }),
  )
}

function mountRow(names: Naming, mount: Fields): Fields {
  if (mount.Type !== 'volume') return { ...mount, Source: isSocket(mount) ? '/var/run/docker.sock' : '' }
  const name = names.toShort(String(mount.Name ?? ''))
  return { ...mount, Name: name, Source: `${volumeRoot}/${name}/_data` }
}

const isSocket = ({ Type, Source }: Fields) => Type === 'bind' && String(Source).endsWith('/docker.sock')

/** A mount of a spec: what the learner asked for, so that it can send it back in an update. */
export function hostMount(names: Naming, mount: Fields): Fields {
  if (mount.Type === 'bind') return { ...mount, Source: '/var/run/docker.sock' }
  if (mount.Type !== 'volume') return mount
  const { VolumeOptions, Source, ...rest } = mount as {
    VolumeOptions?: Fields & { Labels?: Labels }
    Source?: string
  }
  const labels = visibleLabels(VolumeOptions?.Labels)
  const options = {
    ...(VolumeOptions?.NoCopy ? { NoCopy: true } : {}),
    ...(Object.keys(labels).length > 0 ? { Labels: labels } : {}),
  }
  return {
    ...rest,
    ...(Source ? { Source: names.toShort(Source) } : {}),
    ...(Object.keys(options).length > 0 ? { VolumeOptions: options } : {}),
  }
}

function portRows(labels: Labels): Fields[] {
  return parsePorts(labels[label.ports]).map(({ target, published, protocol }) => ({
    ...(published ? { IP: '127.0.0.1', PublicPort: published } : {}),
    PrivatePort: target,
    Type: protocol,
  }))
}

function portBindings(labels: Labels): Record<string, Fields[] | null> {
  return Object.fromEntries(
    parsePorts(labels[label.ports]).map(({ target, published, protocol }) => [
      `${target}/${protocol}`,
      published ? [{ HostIp: '127.0.0.1', HostPort: String(published) }] : null,
    ]),
  )
}
